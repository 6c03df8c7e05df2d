import { setTimeout as sleep } from 'node:timers/promises';
import { Pulse } from './pulse.ts';

/** How a watcher is served. */
export interface WatchOptions {
  readonly signal?: AbortSignal | undefined;
  /** Least time between two values, milliseconds; what comes in between is skipped. 0: as fast as the watcher reads. */
  readonly minIntervalMs?: number;
}

/**
 * A value that changes, for watchers who only care what it is now.
 *
 * Each watcher gets the current value at once (when there is one) and then the newest after every change; a slow watcher
 * skips what it missed. A watcher holds a cursor and no queue, so nothing grows however slow it is.
 */
export class LatestValue<T> {
  #value: T | undefined;
  #version = 0;
  #closed = false;
  readonly #changed = new Pulse();

  /** @param initial absent: watchers wait for the first {@link set} */
  constructor(initial?: T) {
    if (initial === undefined) return;
    this.#value = initial;
    this.#version = 1;
  }

  /** The newest value; undefined before the first. */
  get current(): T | undefined {
    return this.#value;
  }

  /** Replaces the value and wakes every watcher. Ignored after {@link close}. */
  set(value: T): void {
    if (this.#closed) return;
    this.#value = value;
    this.#version++;
    this.#changed.fire();
  }

  /** No more values: watchers get the newest, if they have not seen it, and end. */
  close(): void {
    this.#closed = true;
    this.#changed.fire();
  }

  /** Ends when `signal` aborts or the value is closed; never throws. */
  async *watch({ signal, minIntervalMs = 0 }: WatchOptions = {}): AsyncGenerator<T, void, undefined> {
    let seen = 0;
    while (!signal?.aborted) {
      if (this.#version > seen) {
        seen = this.#version;
        yield this.#value as T;
        if (minIntervalMs > 0) await sleep(minIntervalMs, undefined, signal ? { signal, ref: false } : { ref: false }).catch(() => undefined);
        continue;
      }
      if (this.#closed) return;
      await this.#changed.wait(signal);
    }
  }
}
