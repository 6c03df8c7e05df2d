import { expect, test } from 'vitest';
import fc from 'fast-check';
import { slope } from './trend.ts';

test('finds the slope of a line, whatever its height', () => {
  fc.assert(
    fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -1_000, max: 1_000 }), fc.uniqueArray(fc.integer({ min: 0, max: 10_000 }), { minLength: 2, maxLength: 50 }), (steep, height, times) => {
      expect(slope(times.map((at) => ({ at, value: height + steep * at })))).toBeCloseTo(steep, 6);
    }),
  );
});

test('is the nearest line where the points lie on none', () => {
  // By hand: means 1.5 and 2.75, covariance 4.5, variance 5.
  expect(slope([{ at: 0, value: 1 }, { at: 1, value: 3 }, { at: 2, value: 3 }, { at: 3, value: 4 }])).toBeCloseTo(0.9);
});

test.each([[[]], [[{ at: 1, value: 5 }]], [[{ at: 1, value: 5 }, { at: 1, value: 9 }]]])('is not known without two times: %j', (points) => {
  expect(slope(points)).toBeUndefined();
});
