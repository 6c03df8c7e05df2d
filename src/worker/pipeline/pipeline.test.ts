import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { BoundedQueue } from './bounded-queue.ts';
import { OrderedLane } from './ordered.ts';

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

describe('BoundedQueue', () => {
  test('drops the oldest and says so', async () => {
    const dropped: number[] = [];
    const queue = new BoundedQueue<number>(2, (value) => dropped.push(value));
    for (const value of [1, 2, 3, 4]) queue.push(value);
    queue.end();
    expect(await collect(queue)).toEqual([3, 4]);
    expect(dropped).toEqual([1, 2]);
  });

  test('delivers to a consumer that came first', async () => {
    const queue = new BoundedQueue<number>(2, () => {});
    const got = collect(queue);
    queue.push(1);
    await sleep(5);
    queue.push(2);
    queue.end();
    expect(await got).toEqual([1, 2]);
  });

  test('delivers or drops every value exactly once, in order, however full it runs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 20 }), async (capacity, bursts) => {
        const seen: number[] = [];
        const dropped: number[] = [];
        const queue = new BoundedQueue<number>(capacity, (value) => dropped.push(value));
        const consumed = (async () => {
          for await (const value of queue) seen.push(value);
        })();
        let next = 0;
        for (const burst of bursts) {
          for (let n = 0; n < burst; n++) queue.push(next++);
          expect(queue.size).toBeLessThanOrEqual(capacity);
          await Promise.resolve();
        }
        queue.end();
        await consumed;
        expect(seen).toEqual([...seen].sort((a, b) => a - b));
        expect([...seen, ...dropped].sort((a, b) => a - b)).toEqual(Array.from({ length: next }, (_, n) => n));
      }),
    );
  });
});

describe('OrderedLane', () => {
  const lane = (concurrency: number, log: string[]) =>
    new OrderedLane<{ name: string; ms: number; fails?: boolean }, string>({
      concurrency,
      async work({ name, ms, fails }) {
        log.push(`begin ${name}`);
        await sleep(ms);
        if (fails) throw new Error(name);
        return name.toUpperCase();
      },
      deliver: (_, result) => void log.push(result),
      failed: ({ name }) => void log.push(`failed ${name}`),
    });

  test('works on several at once and delivers them in order', async () => {
    const log: string[] = [];
    const slow = lane(2, log);
    slow.push({ name: 'a', ms: 30 });
    slow.push({ name: 'b', ms: 1 });
    slow.push({ name: 'c', ms: 1 });
    await slow.idle;
    expect(log).toEqual(['begin a', 'begin b', 'begin c', 'A', 'B', 'C']);
    expect(slow.pending).toBe(0);
  });

  test('never works on more than it may, also when one comes in the moment in which a place becomes free', async () => {
    const endings: Array<() => void> = [];
    let [running, most] = [0, 0];
    const single = new OrderedLane<number, void>({
      concurrency: 1,
      work: () => {
        most = Math.max(most, ++running);
        return new Promise<void>((resolve) => {
          endings.push(() => {
            running--;
            resolve();
          });
        });
      },
      deliver: () => undefined,
      failed: () => undefined,
    });
    single.push(1);
    single.push(2);
    endings.shift()!();
    for (let turn = 0; turn < 5; turn++) {
      await Promise.resolve();
      single.push(3 + turn);
    }
    while (single.pending > 0) {
      endings.shift()?.();
      await sleep(1);
    }
    expect(most).toBe(1);
  });

  test('a failure is reported in its turn and stops nothing', async () => {
    const log: string[] = [];
    const failing = lane(1, log);
    failing.push({ name: 'a', ms: 5 });
    failing.push({ name: 'b', ms: 1, fails: true });
    failing.push({ name: 'c', ms: 1 });
    await failing.idle;
    expect(log.filter((line) => !line.startsWith('begin'))).toEqual(['A', 'failed b', 'C']);
  });

  test('gives up the oldest of those that were not begun, and keeps the order of the rest', async () => {
    const log: string[] = [];
    const full = lane(2, log);
    for (const name of ['a', 'b', 'c', 'd', 'e']) full.push({ name, ms: 5 });
    expect([full.giveUpOldest()?.name, full.giveUpOldest()?.name, full.pending]).toEqual(['c', 'd', 3]);
    await full.idle;
    expect(log).toEqual(['begin a', 'begin b', 'begin e', 'A', 'B', 'E']);
    expect(full.pending).toBe(0);
    full.push({ name: 'f', ms: 1 });
    expect(full.giveUpOldest()).toBeUndefined();
    await full.idle;
    expect(log.at(-1)).toBe('F');
  });
});
