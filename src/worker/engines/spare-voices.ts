import { drop } from '../../shared/drop.ts';
import type { Voices } from './voices.ts';

/** What fails once fails again, as a rule soon: whoever stood in is kept for so long after he was needed. */
const KEPT_FOR_MS = 30_000;

/**
 * Gives back what stands in for a voice, language by language: a bundled voice costs 50 MB. Each is kept until it was not
 * needed for {@link KEPT_FOR_MS} without a break, so that a voice that fails again soon is missed by nobody.
 */
export class SpareVoices implements Disposable {
  readonly #voices: Pick<Voices, 'hasSpare' | 'closeSpares'>;
  readonly #onClosed: () => void;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  /** @param onClosed called when something was given back */
  constructor(voices: Pick<Voices, 'hasSpare' | 'closeSpares'>, onClosed: () => void) {
    this.#voices = voices;
    this.#onClosed = onClosed;
  }

  /** To be called whenever a voice of one of `languages` came or went. */
  update(languages: readonly string[]): void {
    for (const language of languages) {
      if (!this.#voices.hasSpare(language)) this.#forget(language);
      else if (!this.#timers.has(language)) this.#timers.set(language, setTimeout(() => this.#close(language), KEPT_FOR_MS));
    }
  }

  [Symbol.dispose](): void {
    for (const language of this.#timers.keys()) this.#forget(language);
  }

  #close(language: string): void {
    this.#timers.delete(language);
    drop(this.#voices.closeSpares(language).then(this.#onClosed), () => undefined);
  }

  #forget(language: string): void {
    clearTimeout(this.#timers.get(language));
    this.#timers.delete(language);
  }
}
