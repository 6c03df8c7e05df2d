import { nowMs } from '../../shared/node/monotonic-clock.ts';

/** Languages of which something holds: each is told of once it held for a while without a break, those of the same moment together. */
export class Lasting implements Disposable {
  readonly #afterMs: number;
  readonly #onLasted: (languages: readonly string[]) => void;
  /** When each will have lasted. */
  readonly #atMs = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param onLasted called with languages that {@link update} has to name again before they are told of again */
  constructor(afterMs: number, onLasted: (languages: readonly string[]) => void) {
    this.#afterMs = afterMs;
    this.#onLasted = onLasted;
  }

  /** It holds now of `languages` and of no others. Does nothing once disposed. */
  update(languages: readonly string[]): void {
    for (const language of this.#atMs.keys()) if (!languages.includes(language)) this.#atMs.delete(language);
    this.renew(languages.filter((language) => !this.#atMs.has(language)));
  }

  /** The same, as if it held of `languages` from now on; of the others as before. */
  renew(languages: readonly string[]): void {
    const atMs = nowMs() + this.#afterMs;
    for (const language of languages) this.#atMs.set(language, atMs);
    this.#arm();
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #arm(): void {
    clearTimeout(this.#timer);
    if (this.#closed || this.#atMs.size === 0) return;
    this.#timer = setTimeout(() => this.#tell(), Math.max(0, Math.min(...this.#atMs.values()) - nowMs()));
  }

  #tell(): void {
    const now = nowMs();
    const lasted = [...this.#atMs].flatMap(([language, atMs]) => (atMs <= now ? [language] : []));
    for (const language of lasted) this.#atMs.delete(language);
    // A timer may be early by a part of a millisecond.
    if (lasted.length > 0) this.#onLasted(lasted);
    this.#arm();
  }
}
