import type { ConnectionSample } from './stats-delta.ts';
import type { MediaPath } from './stats-snapshot.ts';

/** Ten minutes at one sample a second. */
export const HISTORY_SAMPLES = 600;
const HISTORY_EVENTS = 100;

/** Something that happened to the connection and explains the curves beside it. */
export interface ConnectionEvent {
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly kind: 'lost' | 'back';
}

/** What is known about the console's own connection, oldest first. */
export interface ConnectionHistory {
  readonly samples: readonly ConnectionSample[];
  readonly events: readonly ConnectionEvent[];
  readonly path: MediaPath | undefined;
}

const EMPTY: ConnectionHistory = { samples: [], events: [], path: undefined };

/** Holds the last ten minutes of one room's connection; every change is a new object, so that views can compare by identity. */
export class ConnectionHistoryStore {
  readonly #listeners = new Set<() => void>();
  #history = EMPTY;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): ConnectionHistory => this.#history;

  /** Appends a second; the oldest leaves when the ring is full. */
  add(sample: ConnectionSample, path: MediaPath | undefined): void {
    this.#show({ ...this.#history, samples: [...this.#history.samples.slice(1 - HISTORY_SAMPLES), sample], path });
  }

  mark(event: ConnectionEvent): void {
    this.#show({ ...this.#history, events: [...this.#history.events.slice(1 - HISTORY_EVENTS), event] });
  }

  /** Another room, another connection: nothing of the old one is kept. */
  clear(): void {
    this.#show(EMPTY);
  }

  #show(history: ConnectionHistory): void {
    this.#history = history;
    for (const listener of this.#listeners) listener();
  }
}
