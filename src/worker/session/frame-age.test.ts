import { expect, test } from 'vitest';
import { FrameAge } from './frame-age.ts';

/** Ages of frames of 10 ms that arrive and are taken at `arrivals`, of which the first is at place 0. */
function agesOf(arrivals: readonly number[], age = new FrameAge(), firstFrame = 0): number[] {
  return arrivals.map((arrivedAtMs, n) => age.of({ mediaMs: (firstFrame + n) * 10, arrivedAtMs }, arrivedAtMs));
}
const steady = (frames: number, fromMs = 0): number[] => Array.from({ length: frames }, (_, n) => fromMs + n * 10);

test('frames that arrive at their pace are not old, whenever the stream began', () => {
  expect(Math.max(...agesOf(steady(30_000, 5_000_000)))).toBe(0);
});

test('waiting between arrival and consumer counts', () => {
  const age = new FrameAge();
  expect(age.of({ mediaMs: 0, arrivedAtMs: 1_000 }, 1_000)).toBe(0);
  expect(age.of({ mediaMs: 10, arrivedAtMs: 1_010 }, 1_055)).toBe(45);
});

test('a burst after a stall of 300 ms is as old as the stall was long, falling to 0', () => {
  const age = new FrameAge();
  agesOf(steady(100), age);
  // Frames 100 to 130 are read at once at 1,300 ms; the next is in time.
  const burst = agesOf(Array.from({ length: 31 }, () => 1_300), age, 100);
  expect(burst).toEqual(Array.from({ length: 31 }, (_, n) => 300 - n * 10));
  expect(agesOf([1_310], age, 131)).toEqual([0]);
});

test('uneven arrival is measured against the soonest', () => {
  expect(agesOf([8, 10, 25, 30])).toEqual([0, 0, 5, 0]);
});

test('a buffer that lengthens for good is late for a minute at most', () => {
  const age = new FrameAge();
  agesOf(steady(1_000), age);
  const ages = agesOf(steady(7_000, 10_080), age, 1_000);
  expect(ages[0]).toBe(80);
  expect(ages[5_000]).toBe(80);
  expect(ages[6_000]).toBe(0);
  expect(ages.at(-1)).toBe(0);
});

test('a stream that pauses for longer than the window begins anew', () => {
  const age = new FrameAge();
  agesOf(steady(10), age);
  expect(agesOf([70_100], age, 10)).toEqual([0]);
});
