import { expect, test } from 'vitest';
import { leavingOf, takesIn } from './interpreter-plan.ts';

test.each([
  [60, 3],
  [90, 4],
  [120, 6],
  [600, 32],
])('in %i s the channel is taken %i times, in every way of leaving', (seconds, takes) => {
  expect(takesIn(seconds)).toBe(takes);
  expect(new Set(Array.from({ length: takes }, (_, index) => leavingOf(index)))).toEqual(new Set(['mute', 'silence', 'drop']));
});

test('of six takes, four end with a mute and one on the network', () => {
  expect(Array.from({ length: 6 }, (_, index) => leavingOf(index)).sort()).toEqual(['drop', 'mute', 'mute', 'mute', 'mute', 'silence']);
});
