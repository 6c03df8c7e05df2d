import { AppError } from '../../shared/app-error.ts';
import type { ProcessRef } from '../../shared/live/stats.ts';
import type { OnChunk, SpeakRequest, Synthesiser } from './synthesiser.ts';

/** All synthesisers in the order of preference: each language is spoken by the first that has a voice and works. */
export class Voices implements AsyncDisposable {
  readonly engines: readonly Synthesiser[];
  readonly #opening = new Map<string, Promise<void>>();
  /** How many texts are being spoken, by language. */
  readonly #speaking = new Map<string, number>();

  constructor(engines: readonly Synthesiser[]) {
    this.engines = engines;
  }

  speaks(language: string): boolean {
    return this.#able(language).length > 0;
  }

  /** Whoever speaks the language now; where nobody does, who is meant to. Undefined: nobody has a voice for it. */
  chosen(language: string): Synthesiser | undefined {
    const able = this.#able(language);
    return able.find((engine) => engine.ready(language)) ?? able[0];
  }

  ready(language: string): boolean {
    return this.chosen(language)?.ready(language) ?? false;
  }

  /** Why nobody speaks the language now. */
  trouble(language: string): string {
    const [first] = this.#able(language);
    if (first) return first.trouble ?? first.troubleWith?.(language) ?? 'The voice is being started.';
    return this.engines.at(-1)?.missing(language) ?? '';
  }

  /**
   * Opens voices in order until one can speak; does nothing where one can. One that is in trouble comes back by itself and is
   * passed over. Never rejects.
   */
  async open(language: string): Promise<void> {
    if (this.ready(language)) return;
    const opening = this.#opening.get(language) ?? this.#openFirst(language).finally(() => this.#opening.delete(language));
    this.#opening.set(language, opening);
    await opening;
  }

  /** The engine `id` stands in for others, and there are others: not worth a word while it speaks nothing. */
  standsBy(id: string): boolean {
    return this.engines.length > 1 && this.engines.some((engine) => engine.id === id && engine.standIn);
  }

  /** Its voices fail one by one, and are back soon as a rule: another need not be loaded at once, nor kept. */
  isSoonBack(language: string): boolean {
    return this.#able(language)[0]?.troubleWith !== undefined;
  }

  /** A stand-in is open, or being opened, although a voice that it stands in for can speak. */
  hasIdleStandIn(language: string): boolean {
    return this.#idleStandIns(language).length > 0;
  }

  /** Somebody was asked to speak the language, and has not said everything, nor failed. */
  isSpeaking(language: string): boolean {
    return this.#speaking.has(language);
  }

  /** Closes what {@link hasIdleStandIn} tells of. Never rejects. */
  async closeStandIns(language: string): Promise<void> {
    await Promise.allSettled(this.#idleStandIns(language).map(async (engine) => engine.close?.(language)));
  }

  /** The programs that voices run. */
  get processes(): ProcessRef[] {
    return this.engines.flatMap((engine) => engine.processes);
  }

  /**
   * By the first that works; when it fails before its first sound, by the next that is open.
   *
   * @throws LANGUAGE_UNKNOWN nobody has a voice for it; else what the last one threw
   */
  async speak(language: string, request: SpeakRequest, onChunk: OnChunk, signal: AbortSignal): Promise<number> {
    this.#speaking.set(language, (this.#speaking.get(language) ?? 0) + 1);
    try {
      return await this.#speak(language, request, onChunk, signal);
    } finally {
      const others = this.#speaking.get(language)! - 1;
      if (others > 0) this.#speaking.set(language, others);
      else this.#speaking.delete(language);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.engines.map((engine) => engine[Symbol.asyncDispose]()));
  }

  async #speak(language: string, request: SpeakRequest, onChunk: OnChunk, signal: AbortSignal): Promise<number> {
    const able = this.#able(language);
    let failure: unknown = new AppError(able.length > 0 ? 'PEER_GONE' : 'LANGUAGE_UNKNOWN', this.trouble(language));
    let heard = false;
    for (const engine of able) {
      // Asked anew each time: what stands in may have been opened while the one before it hung.
      if (!engine.ready(language)) continue;
      try {
        return await engine.speak(language, request, (chunk) => {
          heard = true;
          onChunk(chunk);
        }, signal);
      } catch (thrown) {
        signal.throwIfAborted();
        if (heard) throw thrown;
        failure = thrown;
      }
    }
    throw failure;
  }

  async #openFirst(language: string): Promise<void> {
    for (const engine of this.#able(language)) {
      if (engine.trouble !== undefined) continue;
      await engine.open(language).catch(() => undefined);
      if (engine.ready(language)) return;
    }
  }

  #idleStandIns(language: string): Synthesiser[] {
    const chosen = this.chosen(language);
    if (!this.isSoonBack(language) || !chosen?.ready(language)) return [];
    return this.#able(language).filter((engine) => engine.standIn && engine !== chosen && engine.isOpen?.(language));
  }

  #able(language: string): Synthesiser[] {
    return this.engines.filter((engine) => engine.speaks(language));
  }
}
