import { drop } from '../../../../shared/drop.ts';
import { SOUND_RATE_HZ } from '../../../sound/pcm.ts';
import { Resampler } from '../../../sound/resampler.ts';
import { SilenceTrimmer } from '../silence-trimmer.ts';
import { EspeakProcess } from './espeak-process.ts';
import type { FromVoiceHost } from './voice-host-protocol.ts';

type Speak = { readonly id: number; readonly text: string; readonly wordsPerMinute: number };

const MAX_BACKOFF_MS = 5_000;
/** A process that neither speaks nor ends for so long is hung: it takes 5 ms to its first sound, on the busiest machine seen a second. */
const HUNG_AFTER_MS = 6_000;
/** Said to nobody, to know whether a voice speaks: a vowel in every language. */
const TRIAL: Speak = { id: 0, text: 'a', wordsPerMinute: 170 };

/**
 * One voice of the installed espeak-ng. Each text has a process of its own, the next one started ahead; requests are spoken in
 * order. A process that fails takes its own text with it and those that wait; the voice is then tried again, with growing delays.
 */
export class ProgramVoice implements AsyncDisposable {
  readonly #program: string;
  readonly #voice: string;
  readonly #send: (message: FromVoiceHost) => void;
  readonly #waiting: Speak[] = [];
  #spare: EspeakProcess | undefined;
  #speaking: { readonly id: number; readonly process: EspeakProcess; cancelled: boolean } | undefined;
  #ready = false;
  #failures = 0;
  #closed = false;
  #retryTimer: NodeJS.Timeout | undefined;

  constructor(program: string, voice: string, send: (message: FromVoiceHost) => void) {
    this.#program = program;
    this.#voice = voice;
    this.#send = send;
  }

  /** Tries whether it speaks, and says so. */
  start(): void {
    let heard = false;
    const tried = this.#run(TRIAL, () => (heard = true)).then(() => {
      if (!heard) throw new Error('it is silent');
      this.#ready = true;
      this.#failures = 0;
      this.#tell();
      this.#next();
    });
    drop(tried, () => this.#failed());
  }

  /** Answered with `chunk`s and `done`, or `failed`. */
  speak(request: Speak): void {
    this.#waiting.push(request);
    this.#next();
  }

  cancel(id: number): void {
    const index = this.#waiting.findIndex((request) => request.id === id);
    if (index >= 0) this.#waiting.splice(index, 1);
    const speaking = this.#speaking;
    if (speaking?.id !== id) return;
    speaking.cancelled = true;
    drop(speaking.process.end(), () => undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retryTimer);
    this.#waiting.length = 0;
    await Promise.all([this.#spare?.end(), this.#speaking?.process.end()]);
  }

  #next(): void {
    if (this.#speaking || this.#waiting.length === 0) return;
    if (!this.#ready) {
      for (const { id } of this.#waiting.splice(0)) this.#send({ type: 'failed', id });
      return;
    }
    const request = this.#waiting.shift()!;
    const startedAt = performance.now();
    const spoken = this.#run(request, (samples) => this.#send({ type: 'chunk', id: request.id, samples })).then((cancelled) => {
      if (!cancelled) this.#send({ type: 'done', id: request.id, computeMs: performance.now() - startedAt });
      this.#next();
    });
    drop(spoken, () => {
      this.#send({ type: 'failed', id: request.id });
      this.#failed();
    });
  }

  /** Resolves when all was handed over; true when it was cancelled meanwhile. @throws Error the process failed, or hung */
  async #run({ id, text, wordsPerMinute }: Speak, onSamples: (samples: Int16Array<ArrayBuffer>) => void): Promise<boolean> {
    const speaking = { id, process: this.#takeSpare() ?? new EspeakProcess(this.#program, this.#voice), cancelled: false };
    this.#speaking = speaking;
    const trimmer = new SilenceTrimmer();
    let resampler: Resampler | undefined;
    const hand = (samples: Int16Array<ArrayBuffer>): void => {
      if (samples.length > 0 && !speaking.cancelled) onSamples(samples);
    };
    const hung = setTimeout(() => drop(speaking.process.end(), () => undefined), HUNG_AFTER_MS);
    try {
      await speaking.process.speak(text, wordsPerMinute, (piece, sampleRateHz) => {
        hung.refresh();
        if (speaking.cancelled) return;
        // Here and not where it is heard: ten milliseconds of a core for each second of speech, which would hold up what goes out.
        resampler ??= new Resampler(sampleRateHz, SOUND_RATE_HZ);
        hand(resampler.push(trimmer.take(piece)));
      });
      if (resampler) hand(resampler.flush());
    } catch (thrown) {
      drop(speaking.process.end(), () => undefined);
      if (!speaking.cancelled) throw thrown;
    } finally {
      clearTimeout(hung);
      this.#speaking = undefined;
      this.#startSpare();
    }
    return speaking.cancelled;
  }

  #takeSpare(): EspeakProcess | undefined {
    const spare = this.#spare;
    this.#spare = undefined;
    return spare?.over ? undefined : spare;
  }

  #startSpare(): void {
    if (this.#closed) return;
    try {
      this.#spare ??= new EspeakProcess(this.#program, this.#voice);
    } catch {
      // No resources now: the next text tries again, and what was spoken is spoken.
    }
  }

  #failed(): void {
    if (this.#closed) return;
    this.#ready = false;
    this.#failures += 1;
    this.#tell();
    this.#next();
    this.#retryTimer = setTimeout(() => this.start(), Math.min(MAX_BACKOFF_MS, 250 * 2 ** this.#failures));
  }

  #tell(): void {
    this.#send({ type: 'voice', voice: this.#voice, ready: this.#ready, failures: this.#failures });
  }
}
