import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { startPacer } from './pacer.ts';

const block = (ms: number): void => {
  const untilMs = nowMs() + ms;
  while (nowMs() < untilMs);
};

/** A pacer, what it did, and how many frames the clock asked for so far. */
function pacer(writeFrame: () => void = () => undefined) {
  const startedMs = nowMs();
  const done = { written: 0, lost: 0, stalls: 0 };
  const stop = startPacer({
    writeFrame() {
      done.written++;
      writeFrame();
    },
    onStall: () => done.stalls++,
    onLost: (frames) => (done.lost += frames),
  });
  onTestFinished(stop);
  return { done, asked: (): number => Math.floor((nowMs() - startedMs) / 10) + 1 };
}

test.each([
  ['a short stall', 35, 0],
  ['one of 100 ms at most', 85, 0],
  ['a long one', 300, 20],
])('%s: what is due is written, what is too much is lost, and the clock is kept', async (_, stallMs, lost) => {
  const { done, asked } = pacer();
  await sleep(50);
  block(stallMs);
  await sleep(60);
  expect(done.stalls).toBeGreaterThanOrEqual(1);
  // The machine itself may stand still meanwhile.
  expect(done.lost).toBeGreaterThanOrEqual(lost);
  expect(done.lost).toBeLessThanOrEqual(lost + 5);
  expect(Math.abs(done.written + done.lost - asked())).toBeLessThanOrEqual(2);
});

test('frames that take longer than they last leave everybody else a turn', async () => {
  let slow = 100;
  const { done } = pacer(() => slow-- > 0 && block(12));
  const startedMs = nowMs();
  await sleep(20);
  expect(nowMs() - startedMs).toBeLessThan(1_000);
  await sleep(20);
  expect(done.written).toBeGreaterThan(1);
});

test('nothing is written any more once it is stopped, not even the rest of a stall', async () => {
  let written = 0;
  let stop = (): void => undefined;
  stop = startPacer({
    writeFrame() {
      if (++written === 5) stop();
    },
  });
  block(80);
  await sleep(50);
  expect(written).toBe(5);
});
