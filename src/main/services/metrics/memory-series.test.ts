import { expect, test } from 'vitest';
import { MemorySeries } from './memory-series.ts';

const MINUTE_MS = 60_000;

/** A sample every 2 s, as the meter takes them. */
function measured(minutes: number, residentMb: (minute: number) => number): MemorySeries {
  const series = new MemorySeries();
  for (let atMs = 0; atMs <= minutes * MINUTE_MS; atMs += 2_000) series.add(atMs, residentMb(atMs / MINUTE_MS));
  return series;
}

test('a leak of 2 MB a minute is 120 MB an hour', () => {
  expect(measured(45, (minute) => 300 + 2 * minute).growthMbPerHour).toBeCloseTo(120, 3);
});

test('what a process takes while it warms up is no growth', () => {
  expect(measured(30, (minute) => Math.min(400, 100 * minute)).growthMbPerHour).toBeCloseTo(0, 3);
});

test('only the last half hour counts', () => {
  expect(measured(90, (minute) => (minute < 45 ? 10 * minute : 450)).growthMbPerHour).toBeCloseTo(0, 3);
});

test('is not known before a quarter of an hour', () => {
  expect(measured(14, (minute) => 300 + minute).growthMbPerHour).toBeUndefined();
  expect(measured(16, (minute) => 300 + minute).growthMbPerHour).toBeCloseTo(60, 3);
});
