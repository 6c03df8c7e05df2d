import { describe, expect, test, vi } from 'vitest';
import { AppError } from '../../shared/app-error.ts';
import { createStreamStore, latestOf } from './stream-store.ts';

/** A stream that says what it is told to say. */
function remote<T>() {
  const opened: Array<{ readonly signal: AbortSignal; readonly send: (value: T) => void; readonly fail: (error: Error) => void; readonly end: () => void }> = [];
  async function* open(signal: AbortSignal): AsyncGenerator<T> {
    const queue: Array<() => T | undefined> = [];
    let wake = (): void => undefined;
    const say = (next: () => T | undefined): void => {
      queue.push(next);
      wake();
    };
    opened.push({
      signal,
      send: (value) => say(() => value),
      fail: (error) =>
        say(() => {
          throw error;
        }),
      end: () => say(() => undefined),
    });
    signal.addEventListener('abort', () => wake());
    while (!signal.aborted) {
      const next = queue.shift();
      if (!next) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      const value = next();
      if (value === undefined) return;
      yield value;
    }
  }
  return { open, opened };
}

const gone = new AppError('PEER_GONE', 'gone');

describe('createStreamStore', () => {
  test('opens once for all subscribers and shows what comes', async () => {
    const { open, opened } = remote<number>();
    const store = latestOf(open);
    store.subscribe(() => undefined);
    store.subscribe(() => undefined);
    await vi.waitFor(() => expect(opened).toHaveLength(1));
    opened[0]?.send(7);
    await vi.waitFor(() => expect(store.getSnapshot()).toEqual({ status: 'live', value: 7 }));
    expect(opened).toHaveLength(1);
  });

  test('keeps the last value while it connects again', async () => {
    const { open, opened } = remote<number>();
    const store = createStreamStore({ open, fold: (_: number | undefined, value: number) => value, backoffMs: () => 20 });
    store.subscribe(() => undefined);
    await vi.waitFor(() => expect(opened).toHaveLength(1));
    opened[0]?.send(7);
    opened[0]?.fail(gone);
    await vi.waitFor(() => expect(store.getSnapshot()).toEqual({ status: 'reconnecting', value: 7, error: gone }));
    await vi.waitFor(() => expect(opened).toHaveLength(2));
    opened[1]?.send(8);
    await vi.waitFor(() => expect(store.getSnapshot()).toEqual({ status: 'live', value: 8 }));
  });

  test('a failure that trying again cannot mend waits for retry', async () => {
    const { open, opened } = remote<number>();
    const store = latestOf(open);
    store.subscribe(() => undefined);
    await vi.waitFor(() => expect(opened).toHaveLength(1));
    opened[0]?.fail(new AppError('NOT_FOUND', 'no such room'));
    await vi.waitFor(() => expect(store.getSnapshot()).toMatchObject({ status: 'failed', error: { code: 'NOT_FOUND' } }));
    store.retry();
    await vi.waitFor(() => expect(opened).toHaveLength(2));
    expect(store.getSnapshot().status).toBe('connecting');
  });

  test('folds values, and says when the stream has ended', async () => {
    const { open, opened } = remote<number>();
    const store = createStreamStore({ open, fold: (sum: number | undefined, value: number) => (sum ?? 0) + value });
    store.subscribe(() => undefined);
    await vi.waitFor(() => expect(opened).toHaveLength(1));
    opened[0]?.send(2);
    opened[0]?.send(3);
    opened[0]?.end();
    await vi.waitFor(() => expect(store.getSnapshot()).toEqual({ status: 'ended', value: 5 }));
  });

  test('stays open through a change of screen and closes after it', async () => {
    const { open, opened } = remote<number>();
    const store = createStreamStore({ open, fold: (_: number | undefined, value: number) => value, lingerMs: 30 });
    store.subscribe(() => undefined)();
    const leave = store.subscribe(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(opened[0]?.signal.aborted).toBe(false);
    leave();
    await vi.waitFor(() => expect(opened[0]?.signal.aborted).toBe(true));
  });

  test('an unchanged value is no news', async () => {
    const { open, opened } = remote<number>();
    const store = createStreamStore({ open, fold: (_: string | undefined, value: number) => (value < 10 ? 'few' : 'many') });
    const told: Array<string | undefined> = [];
    store.subscribe(() => told.push(store.getSnapshot().value));
    await vi.waitFor(() => expect(opened).toHaveLength(1));
    for (const value of [1, 2, 3, 11, 12]) opened[0]?.send(value);
    await vi.waitFor(() => expect(told).toEqual(['few', 'many']));
  });

  test('tells the first value at once, then the newest when the time is over, and nothing is lost to the fold', async () => {
    const { open, opened } = remote<number>();
    const store = createStreamStore({ open, fold: (sum: number | undefined, value: number) => (sum ?? 0) + value, tellEveryMs: 100 });
    const told: Array<number | undefined> = [];
    store.subscribe(() => told.push(store.getSnapshot().value));
    await vi.waitFor(() => expect(opened).toHaveLength(1));
    for (const value of [1, 2, 3]) opened[0]?.send(value);
    await vi.waitFor(() => expect(told).toEqual([1]));
    await vi.waitFor(() => expect(told).toEqual([1, 6]));
    opened[0]?.send(4);
    await vi.waitFor(() => expect(told).toEqual([1, 6, 10]));
  });

  test('a failure is told at once, with what was not told before it', async () => {
    const { open, opened } = remote<number>();
    const store = createStreamStore({ open, fold: (_: number | undefined, value: number) => value, tellEveryMs: 60_000, backoffMs: () => 60_000 });
    store.subscribe(() => undefined);
    await vi.waitFor(() => expect(opened).toHaveLength(1));
    for (const value of [1, 2]) opened[0]?.send(value);
    await vi.waitFor(() => expect(store.getSnapshot()).toEqual({ status: 'live', value: 1 }));
    opened[0]?.fail(gone);
    await vi.waitFor(() => expect(store.getSnapshot()).toEqual({ status: 'reconnecting', value: 2, error: gone }));
  });
});
