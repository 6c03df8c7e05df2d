import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pulse } from './pulse.ts';

/** Some values of the log, in order, and the id that stands for having received them. */
export interface Batch<T> {
  /** Given back as `lastEventId` it resumes right after this batch. */
  readonly id: string;
  readonly values: readonly T[];
  /** Values that this subscriber was too slow for, since the batch before. */
  readonly dropped: number;
}

export interface EventLogOptions<T> {
  /** Values held, at least 1; the oldest goes first. */
  readonly capacity: number;
  /** Values with one key are revisions of one thing: a newer replaces the older, and takes its own place in the order. */
  readonly keyOf?: (value: T) => string;
}

export interface FollowOptions {
  readonly signal?: AbortSignal | undefined;
  /** {@link Batch.id} received last. Absent, unknown or of another run: everything that is held comes first. */
  readonly lastEventId?: string | undefined;
  /** Least time between two batches, milliseconds: one batch carries what came in between. */
  readonly minIntervalMs?: number;
  /** Most values in a batch. */
  readonly maxBatch?: number;
}

interface Entry<T> {
  readonly seq: number;
  readonly value: T;
  readonly key: string | undefined;
  superseded: boolean;
}

/**
 * The last n events, numbered, for any number of subscribers.
 *
 * A subscriber is a cursor, not a queue: it reads what is after its cursor, so a resume has neither gap nor duplicate, and
 * one that is too slow loses the oldest, is told how many, and costs nothing meanwhile.
 */
export class EventLog<T> {
  readonly #capacity: number;
  readonly #keyOf: ((value: T) => string) | undefined;
  /** Distinguishes this log from one of an earlier run of the program, whose numbers mean nothing here. */
  readonly #epoch = randomBytes(4).toString('hex');
  readonly #byKey = new Map<string, Entry<T>>();
  #entries: Entry<T>[] = [];
  #live = 0;
  #lastSeq = 0;
  /** Sequence number of the newest value that fell out of the ring. */
  #lastEvicted = 0;
  #closed = false;
  readonly #changed = new Pulse();

  constructor({ capacity, keyOf }: EventLogOptions<T>) {
    this.#capacity = capacity;
    this.#keyOf = keyOf;
  }

  /** Sequence number of the newest value; 0 before the first. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** What is held, oldest first. */
  get values(): readonly T[] {
    return this.#entries.filter((entry) => !entry.superseded).map((entry) => entry.value);
  }

  /** Adds a value; returns its sequence number, from 1. Never blocks. Ignored after {@link close}. */
  push(value: T): number {
    if (this.#closed) return this.#lastSeq;
    const entry: Entry<T> = { seq: ++this.#lastSeq, value, key: this.#keyOf?.(value), superseded: false };
    if (entry.key !== undefined) {
      const older = this.#byKey.get(entry.key);
      if (older) this.#retire(older);
      this.#byKey.set(entry.key, entry);
    }
    this.#entries.push(entry);
    this.#live++;
    if (this.#live > this.#capacity) this.#evictOldest();
    if (this.#entries.length > 2 * this.#capacity + 64) this.#entries = this.#entries.filter((each) => !each.superseded);
    this.#changed.fire();
    return entry.seq;
  }

  /** No more values: subscribers get what is left and end. */
  close(): void {
    this.#closed = true;
    this.#changed.fire();
  }

  /** Batches of what is held after `lastEventId`, then of what comes. Ends when `signal` aborts or the log is closed. */
  async *follow({ signal, lastEventId, minIntervalMs = 0, maxBatch = 500 }: FollowOptions = {}): AsyncGenerator<Batch<T>, void, undefined> {
    let { cursor, evictedBefore } = this.#resume(lastEventId);
    while (!signal?.aborted) {
      const read = this.#after(cursor, maxBatch);
      const last = read.at(-1);
      if (!last) {
        if (this.#closed) return;
        await this.#changed.wait(signal);
        continue;
      }
      const dropped = Math.max(0, this.#lastEvicted - Math.max(cursor, evictedBefore));
      evictedBefore = this.#lastEvicted;
      cursor = last.seq;
      yield { id: `${this.#epoch}.${cursor}`, values: read.map((entry) => entry.value), dropped };
      if (minIntervalMs > 0 && cursor === this.#lastSeq) {
        await sleep(minIntervalMs, undefined, signal ? { signal, ref: false } : { ref: false }).catch(() => undefined);
      }
    }
  }

  /** A newcomer has lost nothing, however much went before it; one who resumes may have. */
  #resume(lastEventId: string | undefined): { cursor: number; evictedBefore: number } {
    const [epoch, number] = lastEventId?.split('.') ?? [];
    const seq = Number(number);
    if (epoch !== this.#epoch || !Number.isSafeInteger(seq) || seq < 0 || seq > this.#lastSeq) return { cursor: 0, evictedBefore: this.#lastEvicted };
    return { cursor: seq, evictedBefore: seq };
  }

  #after(cursor: number, max: number): Entry<T>[] {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#entries[middle]!.seq > cursor) high = middle;
      else low = middle + 1;
    }
    const found: Entry<T>[] = [];
    for (let index = low; index < this.#entries.length && found.length < max; index++) {
      const entry = this.#entries[index]!;
      if (!entry.superseded) found.push(entry);
    }
    return found;
  }

  #evictOldest(): void {
    const index = this.#entries.findIndex((entry) => !entry.superseded);
    const oldest = this.#entries[index]!;
    this.#retire(oldest);
    if (oldest.key !== undefined) this.#byKey.delete(oldest.key);
    this.#lastEvicted = oldest.seq;
    this.#entries.splice(0, index + 1);
  }

  #retire(entry: Entry<T>): void {
    entry.superseded = true;
    this.#live--;
  }
}
