/** A figure that a worker counts up, and that begins at 0 again when the worker is restarted. */
export class RunningTotal {
  #earlier = 0;
  #newest = 0;

  /** Takes in what the worker has counted so far. */
  take(counted: number): void {
    if (counted < this.#newest) this.#earlier += this.#newest;
    this.#newest = counted;
  }

  /** Counts from here: what was counted so far is left out. */
  restart(): void {
    this.#earlier = -this.#newest;
  }

  /** Of all workers, one after the other. */
  get value(): number {
    return this.#earlier + this.#newest;
  }
}
