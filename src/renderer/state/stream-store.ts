import { useSyncExternalStore } from 'react';
import { AppError } from '../../shared/app-error.ts';

/** What is known of a stream now. `value` is always the last one that came, so a screen keeps what it shows while reconnecting. */
export type StreamView<T> =
  | { readonly status: 'connecting'; readonly value: T | undefined }
  | { readonly status: 'live'; readonly value: T }
  | { readonly status: 'reconnecting'; readonly value: T | undefined; readonly error: AppError }
  | { readonly status: 'ended'; readonly value: T | undefined }
  | { readonly status: 'failed'; readonly value: T | undefined; readonly error: AppError };

export interface StreamStore<T> {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => StreamView<T>;
  /** Opens the stream again after `failed` or `ended`; does nothing while it is live. */
  readonly retry: () => void;
}

export interface StreamStoreOptions<T, V> {
  /** Opens the stream; must stop when `signal` aborts. */
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<T>> | AsyncIterable<T>;
  /** Makes the shown value from the one before and what came. */
  readonly fold: (last: V | undefined, value: T) => V;
  /** Pause before attempt `n` (from 1) after a retryable failure, milliseconds. */
  readonly backoffMs?: (attempt: number) => number;
  /** How long the stream stays open without subscribers: long enough for a change of screen. */
  readonly lingerMs?: number;
  /** Listeners are told of values no more often than this: of the first at once, of the newest of those that follow when the time is over. 0: of each. */
  readonly tellEveryMs?: number;
}

const defaultBackoffMs = (attempt: number): number => Math.min(4_000, 250 * 2 ** (attempt - 1));

/**
 * Shares one server stream between all components that show it.
 *
 * Opens with the first subscriber and aborts with the last, so a panel that is not on screen costs nothing. A retryable
 * failure opens it again; any other waits for {@link StreamStore.retry}. A value that `fold` gives back unchanged is no news.
 * Framework-free: the hook below is the only React in it.
 */
export function createStreamStore<T, V>({ open, fold, backoffMs = defaultBackoffMs, lingerMs = 500, tellEveryMs = 0 }: StreamStoreOptions<T, V>): StreamStore<V> {
  const listeners = new Set<() => void>();
  let view: StreamView<V> = { status: 'connecting', value: undefined };
  let current: AbortController | undefined;
  let lingering: ReturnType<typeof setTimeout> | undefined;
  /** The newest view that listeners were not told of yet. */
  let untold: StreamView<V> | undefined;
  let telling: ReturnType<typeof setTimeout> | undefined;

  /** What is known now, told or not. */
  const known = (): StreamView<V> => untold ?? view;

  function show(next: StreamView<V>): void {
    clearTimeout(telling);
    telling = undefined;
    untold = undefined;
    view = next;
    for (const listener of listeners) listener();
  }

  function showValue(value: V): void {
    const before = known();
    if (before.status === 'live' && Object.is(before.value, value)) return;
    const next: StreamView<V> = { status: 'live', value };
    if (telling !== undefined && view.status === 'live') {
      untold = next;
      return;
    }
    show(next);
    if (tellEveryMs > 0) telling = setTimeout(tellAgain, tellEveryMs);
  }

  function tellAgain(): void {
    telling = undefined;
    if (!untold) return;
    show(untold);
    telling = setTimeout(tellAgain, tellEveryMs);
  }

  async function run(mine: AbortController): Promise<void> {
    for (let attempt = 1; !mine.signal.aborted; attempt++) {
      try {
        for await (const value of await open(mine.signal)) {
          if (mine.signal.aborted) return;
          attempt = 0;
          showValue(fold(known().value, value));
        }
        if (!mine.signal.aborted) show({ status: 'ended', value: known().value });
        return;
      } catch (thrown) {
        if (mine.signal.aborted) return;
        const error = AppError.from(thrown);
        if (!error.retryable) return show({ status: 'failed', value: known().value, error });
        show({ status: 'reconnecting', value: known().value, error });
        await pause(backoffMs(Math.max(1, attempt)), mine.signal);
      }
    }
  }

  function start(): void {
    current?.abort();
    current = new AbortController();
    view = { status: 'connecting', value: known().value };
    untold = undefined;
    void run(current);
  }

  return {
    getSnapshot: () => view,
    subscribe(listener) {
      listeners.add(listener);
      clearTimeout(lingering);
      if (!current) start();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        lingering = setTimeout(() => {
          current?.abort();
          current = undefined;
        }, lingerMs);
      };
    },
    retry() {
      if (view.status !== 'failed' && view.status !== 'ended') return;
      start();
      show(view);
    },
  };
}

/** A store that shows the newest value of a stream as it came. */
export function latestOf<T>(open: StreamStoreOptions<T, T>['open']): StreamStore<T> {
  return createStreamStore<T, T>({ open, fold: (_, value) => value });
}

/** Re-renders on every value of `store`. */
export function useStream<T>(store: StreamStore<T>): StreamView<T> {
  return useSyncExternalStore(store.subscribe, store.getSnapshot);
}

/** Resolves after `ms`, or at once when `signal` aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
