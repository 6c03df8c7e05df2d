import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { NativeQueue, OUTPUT_FRAME_MS, OUTPUT_FRAME_SAMPLES } from './native-queue.ts';

const loud = new Int16Array(OUTPUT_FRAME_SAMPLES).fill(5_000);
const quiet = new Int16Array(OUTPUT_FRAME_SAMPLES).fill(20);

function queueOf(capacityMs: number): NativeQueue {
  const queue = new NativeQueue(capacityMs);
  const track = queue.createTrack('floor');
  onTestFinished(async () => {
    queue.close();
    await track.close();
  });
  return queue;
}

/** Writes `frame` just after each of the next `steps` at which the encoder takes one. */
async function write(queue: NativeQueue, frame: Int16Array, steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) {
    const intoStepMs = (nowMs() - queue.stepMs) % OUTPUT_FRAME_MS;
    await sleep(OUTPUT_FRAME_MS - intoStepMs + 2);
    queue.write(frame);
  }
}

test('in step, frames are neither left out nor refused', async () => {
  const queue = queueOf(10);
  await write(queue, quiet, 200);
  // A busy machine may bring one too late, and then there is one too many.
  expect(queue.leftOut + queue.refused).toBeLessThanOrEqual(2);
});

test('a frame too many is made good by a quiet frame, not by a loud one', async () => {
  const queue = queueOf(10);
  await write(queue, loud, 20);
  queue.write(loud);
  await write(queue, loud, 80);
  expect(queue.leftOut).toBe(0);
  await write(queue, quiet, 80);
  expect(queue.leftOut).toBeGreaterThanOrEqual(1);
});

test('what would only be delay is refused', async () => {
  const queue = queueOf(10);
  for (let n = 0; n < 10; n++) queue.write(loud);
  await sleep(200);
  // One is played, one may wait beyond the capacity.
  expect(queue.refused).toBeGreaterThanOrEqual(6);
});
