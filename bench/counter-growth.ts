/** How much a counter went up while it was looked at, also when what counts was restarted and began at 0 again. */
export class CounterGrowth {
  #last: number | undefined;
  #total = 0;

  /** The counter as it is now; what it was at the first call does not count. */
  take(value: number): void {
    if (this.#last !== undefined) this.#total += value < this.#last ? value : value - this.#last;
    this.#last = value;
  }

  get total(): number {
    return this.#total;
  }
}
