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

test('a channel that was passed on, or is about to be, comes back', () => {
  const air = new AirTime('on-air');
  air.passAt(1_000);
  air.keep();
  air.advance(2_000);
  expect(air.state).toBe('on-air');
  air.passAt(3_000);
  air.advance(3_000);
  air.keep();
  expect(air.state).toBe('on-air');
});
