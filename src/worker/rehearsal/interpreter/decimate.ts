/** Rate at which voices are compared, Hz: what makes a voice recognisable lies below 3.4 kHz, and that is what codecs keep best. */
export const MATCH_RATE_HZ = 8_000;

const SOURCE_RATE_HZ = 48_000;
const FACTOR = SOURCE_RATE_HZ / MATCH_RATE_HZ;
const HALF_WIDTH = 36;
/** Half amplitude here; 40 dB down at 4 kHz. */
const CUTOFF_HZ = 3_400;

const FILTER = Float64Array.from({ length: 2 * HALF_WIDTH + 1 }, (_, tap) => {
  const distance = tap - HALF_WIDTH;
  const x = (2 * CUTOFF_HZ * distance) / SOURCE_RATE_HZ;
  const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / (HALF_WIDTH + 1));
  return (distance === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)) * window * ((2 * CUTOFF_HZ) / SOURCE_RATE_HZ);
});

/** 48 kHz to {@link MATCH_RATE_HZ} with a windowed sinc (Hann), without delay: output sample n stands at input sample 6 n. */
export function decimate(samples: Int16Array): Float32Array {
  const output = new Float32Array(Math.ceil(samples.length / FACTOR));
  for (let index = 0; index < output.length; index++) {
    const first = index * FACTOR - HALF_WIDTH;
    let sum = 0;
    for (let tap = 0; tap < FILTER.length; tap++) sum += FILTER[tap]! * (samples[first + tap] ?? 0);
    output[index] = sum;
  }
  return output;
}
