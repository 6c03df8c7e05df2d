import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { TimeLimit } from './time-limit.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What `limit` fires with, waiting as a request does: with nothing but a listener on the signal. */
function fired(limit: TimeLimit): Promise<unknown> {
  const { signal } = limit;
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason), { once: true }));
}

test('the time is over also when garbage was collected meanwhile', async () => {
  const reason = fired(new TimeLimit([new AbortController().signal], 100));
  for (let time = 0; time < 3; time++) {
    collectGarbage();
    await sleep(10);
  }
  expect(await Promise.race([reason, sleep(2_000)])).toMatchObject({ name: 'TimeoutError' });
});

test('fires with whichever of its signals does first, and at once when one has', async () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const reason = fired(new TimeLimit([first.signal, second.signal], 60_000));
  second.abort('left');
  expect(await reason).toBe('left');
  expect(new TimeLimit([first.signal, second.signal]).signal.reason).toBe('left');
});

test('once released it fires no more', async () => {
  const stop = new AbortController();
  const limit = new TimeLimit([stop.signal], 20);
  limit.release();
  await sleep(60);
  stop.abort();
  expect(limit.signal.aborted).toBe(false);
});
