/**
 * Starts `work` at once for every value, at most `concurrency` at a time, and delivers the results in the order of the
 * values: a short clause never overtakes a long one. One lane per channel. Who pushes keeps it bounded: `pending` says how full it
 * is, and `giveUpOldest` makes room.
 *
 * `deliver` runs for one result at a time. A failure of `work` goes to `failed` in its turn and stops nothing.
 */
export class OrderedLane<In, Out> {
  readonly #work: (value: In) => Promise<Out>;
  readonly #deliver: (value: In, result: Out) => Promise<void> | void;
  readonly #failed: (value: In, thrown: unknown) => void;
  readonly #concurrency: number;
  /** Values whose work has not begun, the oldest first; `go`: with its work, or without, since it is given up. */
  readonly #waiting: Array<{ readonly value: In; readonly go: (work: boolean) => void }> = [];
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

  /** Values begun or waiting whose result is not delivered yet; not those given up. */
  get pending(): number {
    return this.#pending;
  }

  /** Resolves when everything pushed so far has been delivered or has failed. */
  get idle(): Promise<void> {
    return this.#tail;
  }

  push(value: In): void {
    this.#pending++;
    const done = this.#begin(value);
    // Its turn comes later; until then nobody awaits it, and a failure must not count as unhandled.
    done.catch(() => undefined);
    this.#tail = this.#tail.then(async () => {
      try {
        const got = await done;
        if (!got) return;
        await this.#deliver(value, got.result);
      } catch (thrown) {
        this.#failed(value, thrown);
      }
      this.#pending--;
    });
  }

  /**
   * Gives up the oldest value whose work has not begun: it is neither delivered nor failed. Returns it; undefined when the work of all
   * has begun.
   */
  giveUpOldest(): In | undefined {
    const oldest = this.#waiting.shift();
    if (!oldest) return undefined;
    this.#pending--;
    oldest.go(false);
    return oldest.value;
  }

  /** Works on `value` when there is a place; undefined when it is given up before. */
  async #begin(value: In): Promise<{ readonly result: Out } | undefined> {
    if (this.#running < this.#concurrency) this.#running++;
    else if (!(await new Promise<boolean>((resolve) => this.#waiting.push({ value, go: resolve })))) return undefined;
    try {
      return { result: await this.#work(value) };
    } finally {
      // Who waits gets the place itself: one that is free for a moment would be taken by who comes in that moment, too.
      const next = this.#waiting.shift();
      if (next) next.go(true);
      else this.#running--;
    }
  }
}
