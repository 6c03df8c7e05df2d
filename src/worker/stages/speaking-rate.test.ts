import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hurryBefore, speakingRate } from './speaking-rate.ts';

describe('speakingRate', () => {
  test.each([
    ['nothing presses', 0, 0, 1],
    ['a lag that the next pause takes away', 200, 0, 1],
    ['half of the full lag', 950, 0, 1.15],
    ['a long lag', 20_000, 0, 1.3],
    ['somebody else began 200 ms ago', 0, 200, 1.15],
    ['somebody else has long been speaking', 0, 5_000, 1.3],
    ['both', 575, 100, 1.15],
  ])('%s', (_, lagMs, headStartMs, rate) => {
    expect(speakingRate({ lagMs, headStartMs })).toBeCloseTo(rate, 6);
  });

  test('never leaves 1 … 1.3 and never falls as the pressure grows', () => {
    const ms = fc.double({ min: 0, max: 60_000, noNaN: true });
    fc.assert(
      fc.property(ms, ms, ms, (lagMs, headStartMs, more) => {
        const rate = speakingRate({ lagMs, headStartMs });
        expect(rate).toBeGreaterThanOrEqual(1);
        expect(rate).toBeLessThanOrEqual(1.3);
        expect(speakingRate({ lagMs: lagMs + more, headStartMs })).toBeGreaterThanOrEqual(rate);
        expect(speakingRate({ lagMs, headStartMs: headStartMs + more })).toBeGreaterThanOrEqual(rate);
      }),
    );
  });
});

describe('hurryBefore', () => {
  test.each([
    ['what is left fits', 1_500, 0, 1],
    ['a little more than fits', 1_980, 0, 1.1],
    ['far too much', 4_000, 0, 1.3],
    ['the same is more when the floor has spoken for a second', 960, 1_000, 1.2],
    ['never hurried into nothing', 300, 10_000, 1.2],
    ['nothing is left', 0, 10_000, 1],
  ])('%s', (_, leftMs, floorSpeaksForMs, rate) => expect(hurryBefore({ leftMs, floorSpeaksForMs })).toBeCloseTo(rate, 6));
});
