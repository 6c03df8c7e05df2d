import { existsSync } from 'node:fs';
import { AppError } from '../../../../shared/app-error.ts';
import type { EngineCheck } from '../../engine-check.ts';
import type { OnChunk, SpeakRequest, Synthesiser } from '../../synthesiser.ts';
import { EspeakVoice } from './espeak-voice.ts';
import { espeakVoice } from '../espeak-voices.ts';

/** The bundled espeak-ng: robotic, understood in about a hundred languages. One thread per open language. It speaks where no other espeak-ng is installed. */
export class BundledEspeak implements Synthesiser, AsyncDisposable {
  readonly id = 'espeak-ng-bundled';
  readonly local = true;
  readonly ownRate = true;
  readonly standIn = true;
  readonly processes = [];
  readonly about = 'espeak-ng, bundled: a robotic voice in about a hundred languages.';
  /** A voice that died is said by {@link ready}. */
  readonly trouble = undefined;
  readonly #threadFile: string;
  readonly #onChange: () => void;
  readonly #voices = new Map<string, EspeakVoice>();
  #closed = false;

  /**
   * @param threadFile the built `voice-thread.js`
   * @param onChange called when an open voice died or came back
   */
  constructor(threadFile: string, onChange: () => void = () => undefined) {
    this.#threadFile = threadFile;
    this.#onChange = onChange;
  }

  check(): Promise<EngineCheck> {
    if (existsSync(this.#threadFile)) return Promise.resolve({ ok: true, message: this.about });
    return Promise.resolve({ ok: false, message: 'A program file of the voices is missing. Channels carry the floor; install the program again.' });
  }

  speaks(language: string): boolean {
    return espeakVoice(language) !== undefined;
  }

  missing(language: string): string {
    return `espeak-ng has no voice for ${language}. The channel carries the floor; captions are written.`;
  }

  ready(language: string): boolean {
    return this.#voices.get(language)?.ready ?? false;
  }

  async open(language: string): Promise<void> {
    const name = espeakVoice(language);
    if (!name) throw new AppError('LANGUAGE_UNKNOWN', this.missing(language));
    const known = this.#voices.get(language);
    if (known) return known.opened;
    if (this.#closed) throw new AppError('PEER_GONE', `The bundled voice for ${language} is not opened: its room ends.`);
    const voice = new EspeakVoice(this.#threadFile, name, this.#onChange);
    this.#voices.set(language, voice);
    voice.start();
    return voice.opened;
  }

  isOpen(language: string): boolean {
    return this.#voices.has(language);
  }

  async close(language: string): Promise<void> {
    const voice = this.#voices.get(language);
    this.#voices.delete(language);
    await voice?.[Symbol.asyncDispose]();
  }

  async practise(language: string, text: string): Promise<void> {
    await this.#voices.get(language)?.practise(text);
  }

  async speak(language: string, request: SpeakRequest, onChunk: OnChunk, signal: AbortSignal): Promise<number> {
    const voice = this.#voices.get(language);
    if (!this.speaks(language)) throw new AppError('LANGUAGE_UNKNOWN', this.missing(language));
    if (!voice) throw new AppError('PEER_GONE', `The bundled voice for ${language} is not open. The sentence is not spoken.`);
    return voice.speak(request, onChunk, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#voices.values()].map((voice) => voice[Symbol.asyncDispose]()));
  }
}
