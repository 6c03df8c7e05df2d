import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketMaxima } from './chart-buckets.ts';

const at = (atMs: number, rtt?: number) => ({ atMs, rtt });

describe('bucketMaxima', () => {
  test('keeps the worst second of each bucket, and draws what is unknown as a gap', () => {
    const points = bucketMaxima([at(1_000, 5), at(2_000, 90), at(5_000), at(8_000, 0)], ['rtt'], { fromMs: -4_000, toMs: 11_999, bucketMs: 4_000 });
    expect(points).toEqual([
      { timeMs: 0, rtt: 90 },
      { timeMs: 4_000, rtt: null },
      { timeMs: 8_000, rtt: 0 },
    ]);
  });

  test('a reading that came late is of the time since the one before; after an outage nothing is known of it', () => {
    const points = bucketMaxima([at(1_000, 5), at(5_500, 7), at(16_000, 9)], ['rtt'], { fromMs: -2_000, toMs: 17_999, bucketMs: 2_000 });
    expect(points.map(({ rtt }) => rtt)).toEqual([5, 7, 7, null, null, null, null, null, 9]);
  });

  test('does not shimmer: a value stays in its bucket as the window moves on', () => {
    const samples = Array.from({ length: 60 }, (_, second) => at(second * 1_000, Math.sin(second)));
    const now = bucketMaxima(samples, ['rtt'], { fromMs: 10_000, toMs: 50_000, bucketMs: 2_000 });
    const later = bucketMaxima(samples, ['rtt'], { fromMs: 11_000, toMs: 51_000, bucketMs: 2_000 });
    const byTime = new Map(now.map(({ timeMs, rtt }) => [timeMs, rtt]));
    for (const { timeMs, rtt } of later.slice(0, -1)) expect(rtt).toBe(byTime.get(timeMs));
  });

  test.each([
    [60_000, 1_000, 60],
    [300_000, 2_000, 150],
    [600_000, 4_000, 150],
  ])('a window of %d ms in buckets of %d ms has %d points at any time', (windowMs, bucketMs, count) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000_000 }), (nowMs) => {
        expect(bucketMaxima([], ['rtt'], { fromMs: nowMs - windowMs, toMs: nowMs, bucketMs })).toHaveLength(count);
      }),
    );
  });
});
