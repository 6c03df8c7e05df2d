import { setTimeout as sleep } from 'node:timers/promises';
import { Pulse } from '../streams/pulse.ts';

export interface BatchWriterOptions<T> {
  /** Values that may wait; past it the oldest are lost and reported. */
  readonly capacity: number;
  /** Time in which values gather before they are written, milliseconds. */
  readonly gatherMs: number;
  readonly write: (batch: readonly T[]) => Promise<void>;
  /** A batch could not be written, or `lost` values did not fit. The writer goes on. */
  readonly onTrouble: (trouble: { readonly lost: number; readonly cause?: unknown }) => void;
}

const MAX_BATCH = 200;

/** Takes values without ever blocking the caller and writes them in batches, in order. */
export class BatchWriter<T> implements AsyncDisposable {
  readonly #options: BatchWriterOptions<T>;
  readonly #added = new Pulse();
  readonly #closing = new AbortController();
  readonly #writing: Promise<void>;
  #queue: T[] = [];
  #lost = 0;

  constructor(options: BatchWriterOptions<T>) {
    this.#options = options;
    this.#writing = this.#run(this.#closing.signal);
  }

  add(value: T): void {
    if (this.#queue.length >= this.#options.capacity) {
      this.#queue.shift();
      this.#lost++;
    }
    this.#queue.push(value);
    this.#added.fire();
  }

  /** Writes what waits, then ends. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#writing;
  }

  async #run(closing: AbortSignal): Promise<void> {
    while (!closing.aborted || this.#queue.length > 0) {
      if (this.#queue.length === 0) await this.#added.wait(closing);
      await sleep(this.#options.gatherMs, undefined, { signal: closing }).catch(() => undefined);
      const batch = this.#queue.splice(0, MAX_BATCH);
      if (batch.length > 0) await this.#write(batch);
    }
  }

  async #write(batch: readonly T[]): Promise<void> {
    const { write, onTrouble } = this.#options;
    if (this.#lost > 0) onTrouble({ lost: this.#lost });
    this.#lost = 0;
    try {
      await write(batch);
    } catch (cause) {
      onTrouble({ lost: batch.length, cause });
    }
  }
}
