import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FULL_SCALE, SOUND_RATE_HZ, toDb } from './pcm.ts';
import { LIMITER_DELAY_SAMPLES, TruePeakLimiter } from './true-peak-limiter.ts';
import { TRUE_PEAK_TAPS, truePeakAt } from './true-peak.ts';

const FRAME = 960;

/** `samples` (whole frames, any level) through a limiter, and a frame of silence, so that the end is no cut. */
function limited(samples: Float32Array): Int16Array {
  const limiter = new TruePeakLimiter(FRAME);
  const out = new Int16Array(samples.length + FRAME);
  for (let at = 0; at < samples.length; at += FRAME) limiter.process(samples.subarray(at, at + FRAME), out.subarray(at, at + FRAME));
  limiter.process(undefined, out.subarray(samples.length));
  return out;
}

/** The meter of BS.1770-4, Annex 2, dBTP. */
function truePeakDbtp(samples: ArrayLike<number>): number {
  const padded = new Float32Array(samples.length + 2 * TRUE_PEAK_TAPS);
  padded.set(samples, TRUE_PEAK_TAPS);
  let peak = 0;
  for (let at = TRUE_PEAK_TAPS; at < padded.length; at++) peak = Math.max(peak, truePeakAt(padded, at));
  return toDb(peak / FULL_SCALE);
}

const wave = (frames: number, at: (n: number) => number): Float32Array => Float32Array.from({ length: frames * FRAME }, (_, n) => FULL_SCALE * at(n));
const sine = (hz: number, amplitude: number, phase = 0) => (n: number) => amplitude * Math.sin((2 * Math.PI * hz * n) / SOUND_RATE_HZ + phase);

describe('the meter', () => {
  test.each([
    // EBU Tech 3341, cases 15 to 19: the samples of a sine of a quarter of the rate miss its peaks by 3 dB.
    ['a quarter of the rate at 0°', 12_000, 0.5, 0, -6],
    ['a quarter of the rate at 45°', 12_000, 0.5, 45, -6],
    ['a sixth of the rate at 60°', 8_000, 0.5, 60, -6],
    ['an eighth of the rate at 67.5°', 6_000, 0.5, 67.5, -6],
    ['overs between the samples', 12_000, 1.41, 45, 3],
  ])('finds the peak of %s', (_, hz, amplitude, degrees, expected) => {
    // Faded in and out: where a tone is cut off it has a peak of its own.
    const tone = sine(hz, amplitude, (degrees * Math.PI) / 180);
    const peak = truePeakDbtp(wave(10, (n) => tone(n) * Math.min(1, n / 1_000, (9_600 - n) / 1_000)));
    expect(peak).toBeGreaterThan(expected - 0.4);
    expect(peak).toBeLessThan(expected + 0.2);
  });
});

describe('the limiter', () => {
  test('leaves quiet sound as it is, less than 2 ms later', () => {
    const quiet = wave(5, sine(440, 0.3));
    const out = limited(quiet);
    expect(LIMITER_DELAY_SAMPLES / 48).toBeLessThanOrEqual(2);
    for (let n = 0; n < quiet.length; n++) expect(out[n + LIMITER_DELAY_SAMPLES]! - Math.round(quiet[n]!)).toBe(0);
  });

  test.each([
    ['a sine far above full scale', wave(20, sine(997, 4))],
    ['peaks between the samples', wave(20, sine(12_000, 1, Math.PI / 4))],
    ['a square wave at full scale', wave(20, (n) => (n % 96 < 48 ? 1 : -1))],
    ['a square wave of four times full scale', wave(20, (n) => 4 * (n % 37 < 18 ? 1 : -1))],
    ['steps out of silence', wave(20, (n) => (n % 4_800 < 2_400 ? 0 : 3))],
    ['single clicks', wave(20, (n) => (n % 1_013 === 0 ? 8 : 0))],
  ])('keeps %s under the ceiling', (_, loud) => {
    const out = limited(loud);
    expect(truePeakDbtp(out)).toBeLessThanOrEqual(-1 + 0.1);
    expect(truePeakDbtp(out)).toBeGreaterThan(-4);
  });

  test('no true peak above the ceiling, whatever comes in', () => {
    const burst = fc.record({
      samples: fc.integer({ min: 1, max: 600 }),
      amplitude: fc.double({ min: 0, max: 8, noNaN: true }),
      kind: fc.constantFrom('noise', 'sine', 'steps'),
      hz: fc.integer({ min: 20, max: 23_000 }),
      seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
    });
    fc.assert(
      fc.property(fc.array(burst, { minLength: 1, maxLength: 30 }), (bursts) => {
        const samples: number[] = [];
        for (const { samples: length, amplitude, kind, hz, seed } of bursts) {
          let random = seed;
          for (let n = 0; n < length; n++) {
            random = (random * 48_271) % 2_147_483_647;
            const noise = (random / 2_147_483_647) * 2 - 1;
            samples.push(FULL_SCALE * amplitude * (kind === 'noise' ? noise : kind === 'sine' ? Math.sin((2 * Math.PI * hz * n) / SOUND_RATE_HZ) : Math.sign(noise)));
          }
        }
        const input = new Float32Array(Math.ceil(samples.length / FRAME) * FRAME);
        input.set(samples);
        expect(truePeakDbtp(limited(input))).toBeLessThanOrEqual(-1 + 0.1);
      }),
      { numRuns: 300 },
    );
  });

  test('turns down smoothly and comes back', () => {
    // A steady tone under a short loud one: what happens to the tone is what the gain does.
    const out = limited(wave(70, (n) => 0.2 + (n >= 9_600 && n < 9_700 ? 3 : 0)));
    const gains = [...out].slice(LIMITER_DELAY_SAMPLES).map((sample) => sample / FULL_SCALE / 0.2);
    let steepest = 0;
    for (let n = 4_800; n < 9_595; n++) steepest = Math.max(steepest, Math.abs(gains[n]! - gains[n - 1]!));
    expect(Math.min(...gains.slice(4_800, 9_590))).toBeLessThan(0.5);
    expect(steepest).toBeLessThan(0.05);
    expect(gains[9_750]).toBeLessThan(0.5);
    expect(gains[9_600 + 48_000]).toBeGreaterThan(0.999);
  });

  test('a voice that ends is heard to its end, then there is silence', () => {
    const limiter = new TruePeakLimiter(FRAME);
    const into = new Int16Array(FRAME);
    limiter.process(new Float32Array(FRAME).fill(1_000), into);
    expect(limiter.process(undefined, into)).toBe(true);
    expect(into[LIMITER_DELAY_SAMPLES - 1]).toBe(1_000);
    expect(into[LIMITER_DELAY_SAMPLES]).toBe(0);
    expect(limiter.process(undefined, into)).toBe(false);
  });
});
