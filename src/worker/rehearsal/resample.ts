/** Zero crossings of the sinc on each side. 16 keep the images of 22.05 kHz speech more than 60 dB down. */
const HALF_WIDTH = 16;

/**
 * Converts mono speech from `fromHz` up to `toHz` with a windowed sinc (Blackman), one filter a phase. Sample 0 stays at
 * time 0; the output has ⌊length · toHz / fromHz⌋ samples. For upsampling only.
 */
export function upsample(samples: Int16Array, fromHz: number, toHz: number): Int16Array {
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const step = fromHz / divisor;
  const phases = toHz / divisor;
  const filters = Array.from({ length: phases }, (_, phase) => filterFor(phase / phases));
  const output = new Int16Array(Math.floor((samples.length * phases) / step));
  for (let index = 0; index < output.length; index++) {
    const position = index * step;
    const filter = filters[position % phases] as Float64Array;
    const first = Math.floor(position / phases) - HALF_WIDTH + 1;
    let sum = 0;
    for (let tap = 0; tap < filter.length; tap++) sum += (filter[tap] as number) * (samples[first + tap] ?? 0);
    output[index] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  }
  return output;
}

/** Taps for a sample that lies `fraction` of a sample after the middle tap. */
function filterFor(fraction: number): Float64Array {
  const taps = Float64Array.from({ length: 2 * HALF_WIDTH }, (_, tap) => {
    const distance = tap - HALF_WIDTH + 1 - fraction;
    const turn = (Math.PI * distance) / HALF_WIDTH;
    const window = Math.abs(distance) >= HALF_WIDTH ? 0 : 0.42 + 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn);
    return distance === 0 ? 1 : (window * Math.sin(Math.PI * distance)) / (Math.PI * distance);
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));
