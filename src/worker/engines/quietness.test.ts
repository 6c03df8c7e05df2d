import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Quietness } from './quietness.ts';

const amplitude = (dbfs: number): number => 10 ** (dbfs / 20);

/** A tone of `dbfs` RMS over `milliseconds`. */
const tone = (milliseconds: number, dbfs: number): Float32Array => Float32Array.from({ length: milliseconds * 16 }, (_, n) => Math.SQRT2 * amplitude(dbfs) * Math.sin((2 * Math.PI * 400 * n) / 16_000));

function after(...heard: readonly Float32Array[]): Quietness {
  const quietness = new Quietness();
  for (const samples of heard) quietness.hear(samples);
  return quietness;
}

describe('Quietness', () => {
  test.each<[string, Float32Array[], number]>([
    ['a pause is as long as it is', [tone(500, -90), tone(500, -20), tone(120, -90)], 120],
    ['sound ends it', [tone(500, -20), tone(120, -90), tone(20, -20)], 0],
    ['a weak consonant is sound', [tone(500, -90), tone(500, -20), tone(60, -48)], 0],
    ['room noise in a pause is quiet', [tone(800, -60), tone(500, -20), tone(120, -60)], 120],
    ['with speech hardly above the noise nothing can be told', [tone(800, -38), tone(500, -20), tone(120, -38)], 0],
  ])('%s', (_, heard, milliseconds) => {
    expect(after(...heard).quietSamples / 16).toBe(milliseconds);
  });

  test('counts sound as well', () => {
    expect(after(tone(500, -20), tone(100, -90), tone(40, -20)).loudSamples / 16).toBe(40);
  });

  test('how the audio is cut into pieces does not matter', () => {
    const audio = Float32Array.from([...tone(300, -20), ...tone(105, -90), ...tone(15, -30), ...tone(75, -90)]);
    const whole = after(audio);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 40 }), (lengths) => {
        const pieces = new Quietness();
        let from = 0;
        for (const length of lengths) pieces.hear(audio.subarray(from, (from += length)));
        pieces.hear(audio.subarray(from));
        expect([pieces.quietSamples, pieces.loudSamples]).toEqual([whole.quietSamples, whole.loudSamples]);
      }),
      { numRuns: 50 },
    );
  });
});
