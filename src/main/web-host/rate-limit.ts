/** Counts failures in a sliding window and says when there were too many. */
export class RateLimit {
  readonly #max: number;
  readonly #windowMs: number;
  readonly #nowMs: () => number;
  #failuresAtMs: number[] = [];

  constructor(max: number, windowMs: number, nowMs: () => number = () => performance.now()) {
    this.#max = max;
    this.#windowMs = windowMs;
    this.#nowMs = nowMs;
  }

  get exceeded(): boolean {
    const sinceMs = this.#nowMs() - this.#windowMs;
    this.#failuresAtMs = this.#failuresAtMs.filter((atMs) => atMs > sinceMs);
    return this.#failuresAtMs.length >= this.#max;
  }

  failed(): void {
    this.#failuresAtMs.push(this.#nowMs());
  }
}
