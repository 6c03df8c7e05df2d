/**
 * Starts `work` at once for every value, at most `concurrency` at a time, and delivers the results in the order of the
 * values: a short clause never overtakes a long one. One lane per channel.
 *
 * `deliver` runs for one result at a time. A failure of `work` goes to `failed` in its turn and stops nothing.
 */
export class OrderedLane<In, Out> {
  readonly #work: (value: In) => Promise<Out>;
  readonly #deliver: (value: In, result: Out) => Promise<void> | void;
  readonly #failed: (value: In, thrown: unknown) => void;
  readonly #concurrency: number;
  readonly #waiting: Array<() => void> = [];
  #running = 0;
  #pending = 0;
  #tail: Promise<void> = Promise.resolve();

  constructor(options: {
    readonly concurrency: number;
    readonly work: (value: In) => Promise<Out>;
    readonly deliver: (value: In, result: Out) => Promise<void> | void;
    readonly failed: (value: In, thrown: unknown) => void;
  }) {
    this.#concurrency = options.concurrency;
    this.#work = options.work;
    this.#deliver = options.deliver;
    this.#failed = options.failed;
  }

  /** Values begun or waiting whose result is not delivered yet. */
  get pending(): number {
    return this.#pending;
  }

  /** Resolves when everything pushed so far has been delivered or has failed. */
  get idle(): Promise<void> {
    return this.#tail;
  }

  push(value: In): void {
    this.#pending++;
    const result = this.#begin(value);
    // Its turn comes later; until then nobody awaits it, and a failure must not count as unhandled.
    result.catch(() => undefined);
    this.#tail = this.#tail.then(async () => {
      try {
        await this.#deliver(value, await result);
      } catch (thrown) {
        this.#failed(value, thrown);
      } finally {
        this.#pending--;
      }
    });
  }

  async #begin(value: In): Promise<Out> {
    if (this.#running < this.#concurrency) this.#running++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await this.#work(value);
    } finally {
      // Who waits gets the place itself: one that is free for a moment would be taken by who comes in that moment, too.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
