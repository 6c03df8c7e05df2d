import { expect, onTestFinished, test } from 'vitest';
import { EncoderFeed, OUTPUT_FRAME_MS, OUTPUT_FRAME_SAMPLES } from './encoder-feed.ts';

const FRAME = new Int16Array(OUTPUT_FRAME_SAMPLES);

test('what is written at once after two stalls is taken in full, of more the oldest are given up and counted', async () => {
  const feed = new EncoderFeed();
  onTestFinished(() => feed.close());
  for (let written = 0; written < 21; written++) feed.write(FRAME);
  expect([feed.queuedMs, feed.lost]).toEqual([21 * OUTPUT_FRAME_MS, 0]);
  await expect.poll(() => feed.queuedMs).toBe(0);
  expect(feed.lost).toBe(0);

  for (let written = 0; written < 24; written++) feed.write(FRAME);
  expect([feed.queuedMs, feed.lost]).toEqual([21 * OUTPUT_FRAME_MS, 3]);
  await expect.poll(() => feed.queuedMs).toBe(0);
  expect(feed.lost).toBe(3);
});

test('what waits when it is closed is given up and not counted', async () => {
  const feed = new EncoderFeed();
  for (let written = 0; written < 5; written++) feed.write(FRAME);
  feed.close();
  expect(feed.queuedMs).toBe(OUTPUT_FRAME_MS);
  await expect.poll(() => feed.queuedMs).toBe(0);
  expect(feed.lost).toBe(0);
});

test('what an encoder refuses is counted, but not after closing', async () => {
  const feed = new EncoderFeed();
  await feed.createTrack('es').close();
  feed.write(FRAME);
  await expect.poll(() => feed.queuedMs).toBe(0);
  expect(feed.lost).toBe(1);
  feed.close();
  feed.write(FRAME);
  await expect.poll(() => feed.queuedMs).toBe(0);
  expect(feed.lost).toBe(1);
});
