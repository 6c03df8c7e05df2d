/**
 * The only buffer in the pipeline, placed where real time meets computing time.
 *
 * When full, the oldest value is dropped: in live speech a late word is worth less than the
 * next one. `onDrop` makes every loss visible; silence in the metrics means nothing was lost.
 *
 * A ring: pushing and taking cost the same however full it is.
 */
export class BoundedQueue<T> implements AsyncIterable<T> {
  readonly #capacity: number;
  readonly #onDrop: (dropped: T) => void;
  readonly #ring: (T | undefined)[];
  #first = 0;
  #size = 0;
  #wake: (() => void) | undefined;
  #ended = false;

  /** @param capacity in values, at least 1 */
  constructor(capacity: number, onDrop: (dropped: T) => void) {
    this.#capacity = capacity;
    this.#onDrop = onDrop;
    this.#ring = new Array<T | undefined>(capacity).fill(undefined);
  }

  /** Values waiting. */
  get size(): number {
    return this.#size;
  }

  /** Never blocks and never throws: the caller is an SFU callback that cannot wait. */
  push(value: T): void {
    if (this.#ended) return;
    if (this.#size === this.#capacity) this.#onDrop(this.#take());
    this.#ring[(this.#first + this.#size) % this.#capacity] = value;
    this.#size++;
    this.#wake?.();
  }

  /** No more values. What is queued is still delivered. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** Single consumer. Leaving the loop early ends the queue. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    try {
      for (;;) {
        while (this.#size > 0) yield this.#take();
        if (this.#ended) return;
        await new Promise<void>((resolve) => (this.#wake = resolve));
        this.#wake = undefined;
      }
    } finally {
      this.#ended = true;
      while (this.#size > 0) this.#take();
    }
  }

  #take(): T {
    const value = this.#ring[this.#first] as T;
    this.#ring[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#capacity;
    this.#size--;
    return value;
  }
}
