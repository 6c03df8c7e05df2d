import { expect, test } from 'vitest';
import { AirTime, type AirState } from './air-time.ts';

test.each<['awaited' | 'on-air', AirState]>([
  ['awaited', 'on-air'],
  ['on-air', 'over'],
])('a channel that is %s is %s from the moment on at which it passes', (before, after) => {
  const air = new AirTime(before);
  air.advance(1e9);
  expect(air.state).toBe(before);
  air.passAt(1_000);
  air.advance(999.9);
  expect(air.state).toBe(before);
  air.advance(1_000);
  air.advance(1_010);
  expect(air.state).toBe(after);
});
