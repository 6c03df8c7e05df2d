import type { BufferPolicy } from '../contract/define.ts';

/**
 * What a stream holds between its source and a reader who may be slow: the newest value, or the newest `count`.
 * The oldest is dropped. One reader; leaving its loop runs `onLeave`.
 */
export class BoundedStream<T> implements AsyncIterableIterator<T> {
  readonly #capacity: number;
  readonly #onLeave: () => void;
  #values: T[] = [];
  #wake: (() => void) | undefined;
  #end: { readonly error?: unknown } | undefined;

  constructor(policy: BufferPolicy, onLeave: () => void) {
    this.#capacity = policy.keep === 'latest' ? 1 : Math.max(1, policy.count);
    this.#onLeave = onLeave;
  }

  push(value: T): void {
    if (this.#end) return;
    if (this.#values.length >= this.#capacity) this.#values.shift();
    this.#values.push(value);
    this.#wake?.();
  }

  /** No more values; what is held is still read, then the reader ends, or fails with `error`. */
  end(error?: unknown): void {
    this.#end ??= error === undefined ? {} : { error };
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<T>> {
    for (;;) {
      const [held] = this.#values.splice(0, 1).map((value) => ({ done: false as const, value }));
      if (held) return held;
      if (this.#end) {
        const { error } = this.#end;
        this.#end = {};
        if (error !== undefined) throw error;
        return { done: true, value: undefined };
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = undefined;
    }
  }

  async return(): Promise<IteratorResult<T>> {
    this.#values = [];
    this.#end = {};
    this.#wake?.();
    this.#onLeave();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
