import { SOUND_RATE_HZ } from '../../sound/pcm.ts';

/** Rate at which voices are compared, Hz: what makes a voice recognisable lies below 3.4 kHz, and that is what codecs keep best. */
export const MATCH_RATE_HZ = 8_000;

const FACTOR = SOUND_RATE_HZ / MATCH_RATE_HZ;
const HALF_WIDTH = 36;
/** Half amplitude here; 40 dB down at 4 kHz. */
const CUTOFF_HZ = 3_400;

/** Codecs filter what is below, and turn the phase of what is just above: a voice would not resemble itself. */
const LOW_CUTOFF_HZ = 300;
const LOW_HALF_WIDTH = 60;

const LOW_PASS = windowedSinc(CUTOFF_HZ / SOUND_RATE_HZ, HALF_WIDTH);
const LOWS = windowedSinc(LOW_CUTOFF_HZ / MATCH_RATE_HZ, LOW_HALF_WIDTH);

/** 48 kHz to {@link MATCH_RATE_HZ}, what lies below 3.4 kHz, without delay: output sample n stands at input sample 6 n. */
export function decimate(samples: Int16Array): Float32Array {
  return Float32Array.from({ length: Math.ceil(samples.length / FACTOR) }, (_, index) => around(samples, index * FACTOR, LOW_PASS));
}

/** What of decimated samples lies above 300 Hz. */
export function withoutLows(decimated: Float32Array): Float32Array {
  return decimated.map((sample, index) => sample - around(decimated, index, LOWS));
}

/** Taps of a low-pass filter whose cut-off is this share of the rate (Hann window). */
function windowedSinc(cutoff: number, halfWidth: number): Float64Array {
  return Float64Array.from({ length: 2 * halfWidth + 1 }, (_, tap) => {
    const distance = tap - halfWidth;
    const x = 2 * cutoff * distance;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / (halfWidth + 1));
    return (distance === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)) * window * 2 * cutoff;
  });
}

/** One filtered sample; what is beyond the ends is silence. */
function around(samples: ArrayLike<number>, index: number, taps: Float64Array): number {
  const first = index - (taps.length - 1) / 2;
  let sum = 0;
  for (let tap = 0; tap < taps.length; tap++) sum += taps[tap]! * (samples[first + tap] ?? 0);
  return sum;
}
