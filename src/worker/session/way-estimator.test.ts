import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RoomStats } from '../rtc/room-stats.ts';
import { WayEstimator } from './way-estimator.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const counted = (roundTripMs: number | undefined, ...tracks: Array<[track: string, jitterBufferMs: number | undefined, jitterBufferSamples: number]>): RoomStats => ({
  roundTripMs,
  inbound: tracks.map(([track, jitterBufferMs, jitterBufferSamples]) => ({ track, jitterBufferMs, jitterBufferSamples, packetsReceived: 0, packetsLost: 0, jitterMs: 0, concealedSamples: 0, totalSamples: 0 })),
});

type Answer = () => Promise<RoomStats> | undefined;
const told = (...args: Parameters<typeof counted>): Answer => () => Promise.resolve(counted(...args));

/** What is known of the way of `TR_1` when all of `answers` were asked for, one after the other. */
async function after(answers: readonly Answer[]) {
  let asked = 0;
  const estimator = new WayEstimator(() => answers[asked++]?.());
  while (asked < answers.length) await vi.advanceTimersByTimeAsync(100);
  // Too short to ask again.
  await vi.advanceTimersByTimeAsync(1_500);
  estimator.close();
  return estimator.wayOf('TR_1');
}

test.each([
  ['nothing was told yet', [], {}],
  ['there is no room', [() => undefined], {}],
  ['half the round trip and the track’s own jitter buffer', [told(20, ['TR_0', 90, 48_000], ['TR_1', 40, 48_000])], { inMs: 50, outMs: 10 }],
  ['a track of which nothing came out', [told(20, ['TR_1', undefined, 0])], { outMs: 10 }],
  ['a track that is not there', [told(20)], { outMs: 10 }],
  ['no round trip', [told(undefined, ['TR_1', 40, 48_000])], {}],
  ['the newest stretch alone counts', [told(0, ['TR_1', 40, 48_000]), told(0, ['TR_1', 60, 96_000])], { inMs: 80, outMs: 0 }],
  ['a buffer that stands still is as it was', [told(0, ['TR_1', 40, 48_000]), told(0, ['TR_1', 40, 48_000])], { inMs: 40, outMs: 0 }],
  ['counted anew after another subscription', [told(0, ['TR_1', 40, 96_000]), told(0, ['TR_1', 30, 48_000])], { inMs: 30, outMs: 0 }],
  ['the room is lost: what was known is forgotten', [told(20, ['TR_1', 40, 48_000]), () => Promise.reject(new Error('gone'))], {}],
  ['one that comes after it', [() => Promise.reject(new Error('gone')), told(20, ['TR_1', 40, 48_000])], { inMs: 50, outMs: 10 }],
])('%s', async (_, answers, expected) => {
  expect(await after(answers)).toEqual(expected);
});
