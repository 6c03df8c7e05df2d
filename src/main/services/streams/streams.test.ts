import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventLog } from './event-log.ts';
import { LatestValue } from './latest-value.ts';

describe('LatestValue', () => {
  test('a watcher gets the current value, then only the newest', async () => {
    const value = new LatestValue(1);
    const watcher = value.watch();
    expect((await watcher.next()).value).toBe(1);
    value.set(2);
    value.set(3);
    expect((await watcher.next()).value).toBe(3);
    value.close();
    expect((await watcher.next()).done).toBe(true);
  });

  test('ends when the watcher leaves', async () => {
    const leaving = new AbortController();
    const watcher = new LatestValue<number>().watch({ signal: leaving.signal });
    const next = watcher.next();
    leaving.abort();
    expect((await next).done).toBe(true);
  });

  test('keeps the least time between two values', async () => {
    const value = new LatestValue(0);
    const leaving = new AbortController();
    const ticking = setInterval(() => value.set(value.current! + 1), 2);
    setTimeout(() => leaving.abort(), 300);
    let got = 0;
    for await (const _ of value.watch({ signal: leaving.signal, minIntervalMs: 50 })) got++;
    clearInterval(ticking);
    expect(got).toBeGreaterThan(2);
    expect(got).toBeLessThanOrEqual(7);
  });
});

/** Reads what is there now, without waiting for more. */
async function drain<T>(log: EventLog<T>, lastEventId?: string, maxBatch = 500) {
  const leaving = new AbortController();
  const values: T[] = [];
  let id = lastEventId;
  let dropped = 0;
  setTimeout(() => leaving.abort(), 5);
  for await (const batch of log.follow({ signal: leaving.signal, lastEventId, maxBatch })) {
    values.push(...batch.values);
    id = batch.id;
    dropped += batch.dropped;
  }
  return { values, id, dropped };
}

describe('EventLog', () => {
  test('resumes after a reconnect without gap or duplicate', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 8 }), fc.integer({ min: 1, max: 5 }), async (bursts, maxBatch) => {
        const log = new EventLog<number>({ capacity: 1_000 });
        let pushed = 0;
        let id: string | undefined;
        const got: number[] = [];
        for (const burst of bursts) {
          for (let index = 0; index < burst; index++) log.push(++pushed);
          const read = await drain(log, id, maxBatch);
          got.push(...read.values);
          id = read.id;
        }
        expect(got).toEqual(Array.from({ length: pushed }, (_, index) => index + 1));
      }),
      { numRuns: 20 },
    );
  });

  test('a newer revision replaces the older, and is delivered again', async () => {
    const log = new EventLog<{ id: string; text: string }>({ capacity: 10, keyOf: ({ id }) => id });
    log.push({ id: 'a', text: '1' });
    log.push({ id: 'b', text: '1' });
    const { id } = await drain(log);
    log.push({ id: 'a', text: '2' });
    log.push({ id: 'a', text: '3' });
    expect((await drain(log, id)).values).toEqual([{ id: 'a', text: '3' }]);
    expect((await drain(log)).values.map((value) => value.id + value.text)).toEqual(['b1', 'a3']);
  });

  test('a slow subscriber loses the oldest and is told how many', async () => {
    const log = new EventLog<number>({ capacity: 3 });
    log.push(0);
    const { id } = await drain(log);
    for (let value = 1; value <= 10; value++) log.push(value);
    expect(await drain(log, id)).toMatchObject({ values: [8, 9, 10], dropped: 7 });
    expect(await drain(log)).toMatchObject({ values: [8, 9, 10], dropped: 0 });
  });

  test('never holds more than its capacity, however often things are revised', () => {
    const log = new EventLog<number>({ capacity: 5, keyOf: (value) => String(value % 7) });
    for (let value = 0; value < 10_000; value++) log.push(value);
    expect(log.values).toEqual([9_995, 9_996, 9_997, 9_998, 9_999]);
  });

  test('an id of an earlier run starts from the beginning', async () => {
    const earlier = new EventLog<number>({ capacity: 5 });
    earlier.push(1);
    const { id } = await drain(earlier);
    const log = new EventLog<number>({ capacity: 5 });
    log.push(7);
    expect((await drain(log, id)).values).toEqual([7]);
    expect((await drain(log, 'nonsense')).values).toEqual([7]);
  });

  test('one batch carries what came in between', async () => {
    const log = new EventLog<number>({ capacity: 1_000 });
    const ticking = setInterval(() => log.push(log.lastSeq), 1);
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(), 400);
    let batches = 0;
    for await (const _ of log.follow({ signal: leaving.signal, minIntervalMs: 100 })) batches++;
    clearInterval(ticking);
    await sleep(0);
    expect(batches).toBeLessThanOrEqual(5);
    expect(batches).toBeGreaterThanOrEqual(2);
  });
});
