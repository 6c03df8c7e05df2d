import { SOUND_RATE_HZ } from '../../sound/pcm.ts';
import { percentile } from '../../../shared/quality/percentiles.ts';

/** Speech of 22.05 kHz synthesisers ends at 11 kHz; a step in the waveform does not. */
const HIGH_HZ = 13_000;
const HALF_WIDTH = 32;
const WINDOW = (SOUND_RATE_HZ * 3) / 1000;

/** Quieter than this in the high band nobody hears, −70 dBFS: the least significant bits of Opus. */
const INAUDIBLE = 32_768 ** 2 * 10 ** (-70 / 10);
/** A click stands out of what its surroundings have by this much, 10 dB; the loudest hundredth of them may be clicks themselves. */
const STANDS_OUT = 10 ** (10 / 10);
const USUAL_QUANTILE = 0.99;

/** High pass by spectral inversion of a windowed sinc (Hann). */
const FILTER = Float64Array.from({ length: 2 * HALF_WIDTH + 1 }, (_, tap) => {
  const distance = tap - HALF_WIDTH;
  const x = (2 * HIGH_HZ * distance) / SOUND_RATE_HZ;
  const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / (HALF_WIDTH + 1));
  const low = (distance === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)) * window * ((2 * HIGH_HZ) / SOUND_RATE_HZ);
  return (distance === 0 ? 1 : 0) - low;
});

/** A stretch of samples, the end excluded. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Clicks among `samples` (48 kHz) in the stretch `at`: 3 ms windows whose energy above 13 kHz stands 10 dB out of
 * the surroundings, `around`. Neighbouring windows are one click.
 */
export function countClicks(samples: Int16Array, at: Stretch, around: Stretch): number {
  const inside: number[] = [];
  const outside: number[] = [];
  for (let from = Math.max(0, around.from); from + WINDOW <= Math.min(samples.length, around.to); from += WINDOW) {
    const energy = highEnergy(samples, from);
    if (from + WINDOW > at.from && from < at.to) inside.push(energy);
    else outside.push(energy);
  }
  const limit = Math.max(INAUDIBLE, percentile(outside, USUAL_QUANTILE) ?? 0) * STANDS_OUT;
  return inside.filter((energy, index) => energy > limit && !((inside[index - 1] ?? 0) > limit)).length;
}

/** Mean square above {@link HIGH_HZ} in one window. */
function highEnergy(samples: Int16Array, from: number): number {
  let sum = 0;
  for (let n = from; n < from + WINDOW; n++) {
    let high = 0;
    for (let tap = 0; tap < FILTER.length; tap++) high += FILTER[tap]! * (samples[n + tap - HALF_WIDTH] ?? 0);
    sum += high * high;
  }
  return sum / WINDOW;
}
