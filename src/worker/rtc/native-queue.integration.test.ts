import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { raiseOwnMediaPriority } from '../../shared/node/media-priority.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { NativeQueue, OUTPUT_FRAME_MS, OUTPUT_FRAME_SAMPLES } from './native-queue.ts';

// As whoever writes to such a queue.
raiseOwnMediaPriority({ compiler: 'ordinary' });

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

const LEAD_MS = 40;

/** A writer that is {@link LEAD_MS} ahead of the encoder and writes just after each step of it, however late the test is woken. */
function writerTo(queue: NativeQueue) {
  let fromStep: number | undefined;
  let written = 0;
  return async (frame: Int16Array, frames: number): Promise<void> => {
    for (const end = written + frames; written < end; ) {
      const step = Math.floor((nowMs() - queue.stepMs - 2) / OUTPUT_FRAME_MS);
      fromStep ??= step;
      for (; written < Math.min(end, step - fromStep + LEAD_MS / OUTPUT_FRAME_MS); written++) queue.write(frame);
      await sleep(queue.stepMs + (step + 1) * OUTPUT_FRAME_MS + 2 - nowMs());
    }
  };
}

test('in step, frames are neither left out nor refused', async () => {
  const queue = queueOf(LEAD_MS);
  await writerTo(queue)(quiet, 200);
  // A busy machine may bring one too late, and then there is one too many.
  expect(queue.leftOut + queue.refused).toBeLessThanOrEqual(4);
});

test('a frame too many is made good by a quiet frame, not by a loud one', async () => {
  const queue = queueOf(LEAD_MS);
  const write = writerTo(queue);
  await write(loud, 20);
  queue.write(loud);
  await write(loud, 80);
  expect(queue.leftOut).toBe(0);
  for (let seconds = 0; seconds < 20 && queue.leftOut === 0; seconds++) await write(quiet, 100);
  expect(queue.leftOut).toBeGreaterThanOrEqual(1);
});

test('what would only be delay is refused', async () => {
  const queue = queueOf(10);
  for (let n = 0; n < 10; n++) queue.write(loud);
  await sleep(200);
  // One is played, one may wait beyond the capacity.
  expect(queue.refused).toBeGreaterThanOrEqual(6);
});
