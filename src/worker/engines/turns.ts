/** Something with work in small pieces. */
interface TurnTaker {
  readonly busy: boolean;
  step(): void;
}

/**
 * Lets several streams share one thread: one small piece of each per turn of the event loop, so that no stream waits for
 * another's backlog and messages are read in between.
 */
export class Turns {
  readonly #takers = new Set<TurnTaker>();
  #scheduled = false;

  add(taker: TurnTaker): void {
    this.#takers.add(taker);
  }

  remove(taker: TurnTaker): void {
    this.#takers.delete(taker);
  }

  /** Call after work was added to any of them. */
  wake(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      for (const taker of this.#takers) if (taker.busy) taker.step();
      if ([...this.#takers].some((taker) => taker.busy)) this.wake();
    });
  }
}
