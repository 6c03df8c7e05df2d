import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { AppError } from '../../../../shared/app-error.ts';
import { childEnvironment } from '../../../../shared/child-environment.ts';
import { drop } from '../../../../shared/drop.ts';
import type { ProcessRef } from '../../../../shared/live/stats.ts';
import { SOUND_RATE_HZ } from '../../../sound/pcm.ts';
import type { EngineCheck } from '../../engine-check.ts';
import type { OnChunk, SpeakRequest, Synthesiser } from '../../synthesiser.ts';
import { espeakVoice } from '../espeak-voices.ts';
import { normalPace } from '../normal-pace.ts';
import { VoiceHostClient } from './voice-host-client.ts';

const run = promisify(execFile);
const CHECK_TIMEOUT_MS = 5_000;
const LIST_AGAIN_MS = 15_000;

/**
 * The espeak-ng that is installed on this machine (Debian package `espeak-ng`): the voices of the bundled one, compiled for the
 * machine. A sentence takes a tenth of the computing, nothing has to be practised, and a language more costs 6 MB instead of 50.
 */
export class EspeakProgram implements Synthesiser {
  readonly id = 'espeak-ng';
  readonly local = true;
  readonly ownRate = true;
  readonly about = 'espeak-ng, installed on this machine: a robotic voice in about a hundred languages.';
  /** A voice that failed is said by {@link troubleWith}: the others go on. */
  readonly trouble = undefined;
  readonly #program: string;
  readonly #onChange: () => void;
  readonly #host: VoiceHostClient;
  #names: Promise<ReadonlySet<string>> | undefined;
  #listingFailed = false;
  #listTimer: NodeJS.Timeout | undefined;
  readonly #asked = new Set<string>();
  #closed = false;

  /**
   * @param program its path
   * @param hostFile the built `voice-host.js`
   * @param onChange called when an open voice died or came back, or {@link processes} changed
   */
  constructor(program: string, hostFile: string, onChange: () => void = () => undefined) {
    this.#program = program;
    this.#onChange = onChange;
    this.#host = new VoiceHostClient(hostFile, program, onChange);
  }

  async check(): Promise<EngineCheck> {
    const names = await this.#listed();
    return names.size > 0 ? { ok: true, message: this.about } : { ok: false, message: this.#unlisted };
  }

  speaks(language: string): boolean {
    return espeakVoice(language) !== undefined;
  }

  missing(language: string): string {
    return `espeak-ng has no voice for ${language}. The channel carries the floor; captions are written.`;
  }

  ready(language: string): boolean {
    const voice = espeakVoice(language);
    return voice !== undefined && this.#host.ready(voice);
  }

  troubleWith(language: string): string | undefined {
    if (this.#listingFailed) return this.#unlisted;
    const voice = espeakVoice(language);
    if (voice === undefined) return undefined;
    if (this.#host.away) return 'The process of the installed espeak-ng ended unexpectedly. The bundled one speaks instead until it is back; it is started again by itself.';
    if (!this.#host.failed(voice)) return undefined;
    return `The voice ${voice} of the installed espeak-ng fails. The bundled one speaks instead until it is back; it is tried again by itself.`;
  }

  /** Older versions lack some dialects, and would speak them like the standard language: those are left to the bundled one. */
  async open(language: string): Promise<void> {
    const voice = espeakVoice(language);
    if (!voice) throw new AppError('LANGUAGE_UNKNOWN', this.missing(language));
    this.#asked.add(language);
    const names = await this.#listed();
    if ([...names].some((name) => name === voice || name.startsWith(`${voice}-`))) await this.#host.open(voice);
  }

  async speak(language: string, { text, rate }: SpeakRequest, onChunk: OnChunk, signal: AbortSignal): Promise<number> {
    const voice = espeakVoice(language);
    if (!voice) throw new AppError('LANGUAGE_UNKNOWN', this.missing(language));
    return this.#host.speak(voice, text, Math.round(normalPace(voice) * rate), (samples) => onChunk({ samples, sampleRateHz: SOUND_RATE_HZ }), signal);
  }

  /** The process of its voices; the short-lived ones that it starts are not listed. */
  get processes(): ProcessRef[] {
    return this.#host.pid === undefined ? [] : [{ name: 'voice-host', pid: this.#host.pid }];
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#listTimer);
    return this.#host[Symbol.asyncDispose]();
  }

  get #unlisted(): string {
    return `${this.#program} does not list its voices. The bundled espeak-ng speaks instead; install the program again.`;
  }

  /** The names of its voices; empty while it cannot be run. */
  #listed(): Promise<ReadonlySet<string>> {
    this.#names ??= this.#list();
    return this.#names;
  }

  async #list(): Promise<ReadonlySet<string>> {
    const listed = await run(this.#program, ['--voices'], { env: childEnvironment(process.env), timeout: CHECK_TIMEOUT_MS }).catch(() => ({ stdout: '' }));
    const names = new Set([...listed.stdout.matchAll(/^\s*\d+\s+(\S+)/gm)].map(([, name]) => name!));
    this.#listingFailed = names.size === 0;
    if (this.#listingFailed && !this.#closed) this.#listTimer = setTimeout(() => drop(this.#listAgain(), () => undefined), LIST_AGAIN_MS);
    return names;
  }

  async #listAgain(): Promise<void> {
    this.#names = this.#list();
    if ((await this.#names).size === 0) return;
    this.#onChange();
    await Promise.all([...this.#asked].map((language) => this.open(language)));
  }
}
