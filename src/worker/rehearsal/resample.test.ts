import { describe, expect, test } from 'vitest';
import { upsample } from './resample.ts';

const tone = (hz: number, rateHz: number, seconds: number): Int16Array => Int16Array.from({ length: rateHz * seconds }, (_, n) => Math.round(10_000 * Math.sin((2 * Math.PI * hz * n) / rateHz)));

describe('upsample', () => {
  test.each([200, 1_000, 4_000, 8_000])('a tone of %i Hz stays itself, at its time, within −50 dB', (hz) => {
    const got = upsample(tone(hz, 22_050, 0.2), 22_050, 48_000);
    const wanted = tone(hz, 48_000, 0.2);
    expect(got).toHaveLength(9_600);
    // The edges ring, because the tone begins and ends at once.
    const errors = [...got.subarray(200, -200)].map((sample, index) => Math.abs(sample - (wanted[index + 200] as number)));
    expect(Math.max(...errors)).toBeLessThan(10_000 * 10 ** (-50 / 20));
  });

  test('full scale does not wrap round', () => {
    const square = Int16Array.from({ length: 441 }, (_, n) => (n % 40 < 20 ? 32_767 : -32_768));
    const got = upsample(square, 22_050, 48_000);
    expect(Math.max(...got)).toBe(32_767);
    expect(Math.min(...got)).toBe(-32_768);
  });
});
