interface Waiting {
  readonly speak: () => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/**
 * What was translated while the voice of its channel was not there, by language, each for a set time at most and in order: a voice
 * that is loaded anew after its process died says what was said meanwhile.
 */
export class Unvoiced {
  readonly #holdMs: number;
  readonly #waiting = new Map<string, Waiting[]>();

  /** @param holdMs older than this, and it would be about something past */
  constructor(holdMs: number) {
    this.#holdMs = holdMs;
  }

  /** Something waits, which whatever comes now must not overtake. */
  has(language: string): boolean {
    return this.#waiting.has(language);
  }

  /** Keeps it until the language is released or its own time is over; then `speak` is called, once, unless it is cleared before. */
  hold(language: string, speak: () => void): void {
    const waiting = this.#waiting.get(language) ?? [];
    this.#waiting.set(language, waiting);
    waiting.push({ speak, timer: setTimeout(() => this.#releaseFirst(language), this.#holdMs) });
  }

  /** All of it, oldest first. */
  release(language: string): void {
    while (this.#waiting.has(language)) this.#releaseFirst(language);
  }

  /** Throws everything away. */
  clear(): void {
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
