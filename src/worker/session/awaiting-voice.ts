interface Waiting {
  readonly speak: () => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/**
 * What was translated while the voice of its channel was not there, by language, in order, each for a set time at most: a voice
 * that is loaded anew after its process died says what was said meanwhile.
 */
export class AwaitingVoice {
  readonly #waiting = new Map<string, Waiting[]>();
  #closed = false;

  /** How many wait, which whatever comes now must not overtake. */
  countOf(language: string): number {
    return this.#waiting.get(language)?.length ?? 0;
  }

  /**
   * Keeps it until its language is released or `forMs` are over; then `speak` is called, once. Nothing of a language may be kept for
   * a shorter time than what came before it. After {@link close} nothing is kept.
   */
  hold(language: string, forMs: number, speak: () => void): void {
    if (this.#closed) return;
    const waiting = this.#waiting.get(language) ?? [];
    this.#waiting.set(language, waiting);
    waiting.push({ speak, timer: setTimeout(() => this.#releaseFirst(language), forMs) });
  }

  /** All that waits now, oldest first. */
  release(language: string): void {
    for (let count = this.countOf(language); count > 0; count--) this.#releaseFirst(language);
  }

  /** Throws everything away. */
  close(): void {
    this.#closed = true;
    for (const { timer } of [...this.#waiting.values()].flat()) clearTimeout(timer);
    this.#waiting.clear();
  }

  #releaseFirst(language: string): void {
    const waiting = this.#waiting.get(language);
    const first = waiting?.shift();
    if (waiting?.length === 0) this.#waiting.delete(language);
    clearTimeout(first?.timer);
    first?.speak();
  }
}
