import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meanOpinionScore } from './mos.ts';

describe('meanOpinionScore', () => {
  test.each([
    [0, 4.3, 4.3, 3.77],
    [1, 4.09, 4.09, 3.46],
    [2, 3.87, 3.86, 3.17],
    [5, 3.28, 3.27, 2.51],
    [10, 2.6, 2.6, 1.86],
    [20, 1.94, 1.94, 1.34],
  ])('%d %% concealed is %d at 50 ms, %d at 150 ms and %d at 300 ms', (percent, at50, at150, at300) => {
    const got = [50, 150, 300].map((oneWayDelayMs) => meanOpinionScore({ concealedRatio: percent / 100, oneWayDelayMs })!);
    for (const [index, expected] of [at50, at150, at300].entries()) expect(Math.abs(got[index]! - expected)).toBeLessThanOrEqual(0.01);
  });

  test.each([
    [5, 3.12],
    [10, 2.43],
  ])('%d %% in bursts is %d', (percent, expected) => {
    expect(Math.abs(meanOpinionScore({ concealedRatio: percent / 100, pattern: 'bursty' })! - expected)).toBeLessThanOrEqual(0.01);
  });

  test('without a delay it is the listening MOS', () => {
    expect(meanOpinionScore({ concealedRatio: 0.02 })).toBe(meanOpinionScore({ concealedRatio: 0.02, oneWayDelayMs: 40 }));
  });

  const ratio = fc.double({ min: 0, max: 1, noNaN: true });
  const delay = fc.double({ min: 0, max: 5_000, noNaN: true });

  test('never rises with more concealment', () => {
    fc.assert(
      fc.property(ratio, ratio, delay, (a, b, oneWayDelayMs) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(meanOpinionScore({ concealedRatio: more, oneWayDelayMs })!).toBeLessThanOrEqual(meanOpinionScore({ concealedRatio: less, oneWayDelayMs })! + 1e-9);
      }),
    );
  });

  test('never rises with more delay', () => {
    fc.assert(
      fc.property(delay, delay, ratio, (a, b, concealedRatio) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(meanOpinionScore({ concealedRatio, oneWayDelayMs: more })!).toBeLessThanOrEqual(meanOpinionScore({ concealedRatio, oneWayDelayMs: less })! + 1e-9);
      }),
    );
  });

  test('stays between 1 and 4.5 for every measurement', () => {
    fc.assert(
      fc.property(ratio, delay, fc.constantFrom('random' as const, 'bursty' as const), (concealedRatio, oneWayDelayMs, pattern) => {
        const score = meanOpinionScore({ concealedRatio, oneWayDelayMs, pattern })!;
        expect(score).toBeGreaterThanOrEqual(1);
        expect(score).toBeLessThanOrEqual(4.5);
      }),
    );
  });

  test.each([[{ concealedRatio: NaN }], [{ concealedRatio: -0.1 }], [{ concealedRatio: 1.1 }], [{ concealedRatio: 0, oneWayDelayMs: -1 }], [{ concealedRatio: 0, oneWayDelayMs: Infinity }]])(
    '%o is no measurement',
    (input) => {
      expect(meanOpinionScore(input)).toBeUndefined();
    },
  );
});
