/** Zero crossings of the sinc on each side, at the lower of the two rates. */
const CROSSINGS = 40;
/**
 * Kaiser's window for 80 dB. With 80 crossings the way from passing to stopping is an eighth of the lower Nyquist frequency;
 * its middle lies half of that below, so that it ends there: 16 kHz passes 7 kHz, 22.05 kHz 9.6 kHz, and stops all above.
 */
const KAISER_BETA = 7.86;
const CUTOFF = 15 / 16;

interface Filters {
  readonly phases: number;
  /** Input samples an output sample is further, times `phases`. */
  readonly step: number;
  /** Taps on each side; even. */
  readonly reach: number;
  /** One row of `2 * reach` taps a phase. */
  readonly taps: Float32Array;
}

/** Pairs of rates whose filters are kept, oldest given up first: a room uses three or four. */
const MAX_KNOWN = 16;
const known = new Map<string, Filters>();

/**
 * Streaming sample-rate conversion of mono sound between fixed rates: a windowed sinc, one filter a phase. Sample 0 stays at
 * time 0. Holds back 40 samples of the lower rate (2.5 ms at 16 kHz), where a library that works in blocks holds back 30 ms.
 */
export class Resampler {
  readonly #filters: Filters;
  /** The last samples that filters still reach, and behind them what was pushed. Grows to the longest push. */
  #line: Float32Array;
  #held: number;
  /** Position of the next output sample in the line, times `phases`. */
  #position: number;

  constructor(fromHz: number, toHz: number) {
    this.#filters = filtersFor(fromHz, toHz);
    const { reach, phases } = this.#filters;
    this.#line = new Float32Array(4 * reach);
    // Silence before the first sample.
    this.#held = reach;
    this.#position = reach * phases;
  }

  /** What is ready so far. */
  push(samples: Int16Array): Int16Array<ArrayBuffer> {
    this.#append(samples.length).set(samples, this.#held - samples.length);
    return this.#convert();
  }

  /** The rest. Nothing may be pushed after it. */
  flush(): Int16Array<ArrayBuffer> {
    const { reach } = this.#filters;
    this.#append(reach).fill(0, this.#held - reach, this.#held);
    return this.#convert();
  }

  /** Makes room for `samples` more at the end of the line. */
  #append(samples: number): Float32Array {
    if (this.#held + samples > this.#line.length) {
      const longer = new Float32Array(this.#held + samples);
      longer.set(this.#line.subarray(0, this.#held));
      this.#line = longer;
    }
    this.#held += samples;
    return this.#line;
  }

  #convert(): Int16Array<ArrayBuffer> {
    const { phases, step, reach, taps } = this.#filters;
    const line = this.#line;
    const width = 2 * reach;
    let position = this.#position;
    const last = (this.#held - reach) * phases;
    const output = new Int16Array(Math.max(0, Math.ceil((last - position) / step)));
    for (let n = 0; n < output.length; n++) {
      const phase = position % phases;
      const first = (position - phase) / phases - reach + 1;
      const row = phase * width;
      // Four sums that do not wait for each other: it takes two fifths of the time.
      let a = 0, b = 0, c = 0, d = 0;
      for (let tap = 0; tap < width; tap += 4) {
        a += taps[row + tap]! * line[first + tap]!;
        b += taps[row + tap + 1]! * line[first + tap + 1]!;
        c += taps[row + tap + 2]! * line[first + tap + 2]!;
        d += taps[row + tap + 3]! * line[first + tap + 3]!;
      }
      const sum = a + b + c + d;
      output[n] = sum > 32_767 ? 32_767 : sum < -32_768 ? -32_768 : Math.round(sum);
      position += step;
    }
    const done = Math.max(0, Math.floor(position / phases) - reach);
    line.copyWithin(0, done, this.#held);
    this.#held -= done;
    this.#position = position - done * phases;
    return output;
  }
}

/** The filters of a pair of rates, computed once. */
function filtersFor(fromHz: number, toHz: number): Filters {
  const key = `${fromHz}/${toHz}`;
  const existing = known.get(key);
  if (existing) return existing;
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const phases = toHz / divisor;
  const scale = Math.min(1, toHz / fromHz);
  const reach = 2 * Math.ceil(CROSSINGS / scale / 2);
  const taps = new Float32Array(phases * 2 * reach);
  for (let phase = 0; phase < phases; phase++) {
    const row = Float64Array.from({ length: 2 * reach }, (_, tap) => sincAt((tap - reach + 1 - phase / phases) * scale));
    const sum = row.reduce((total, tap) => total + tap, 0);
    for (let tap = 0; tap < row.length; tap++) taps[phase * row.length + tap] = row[tap]! / sum;
  }
  const filters: Filters = { phases, step: fromHz / divisor, reach, taps };
  if (known.size >= MAX_KNOWN) known.delete(known.keys().next().value!);
  known.set(key, filters);
  return filters;
}

/** The windowed low-pass, `crossings` from its middle. */
function sincAt(crossings: number): number {
  const edge = crossings / CROSSINGS;
  if (Math.abs(edge) >= 1) return 0;
  const turn = Math.PI * CUTOFF * crossings;
  return (turn === 0 ? 1 : Math.sin(turn) / turn) * (bessel0(KAISER_BETA * Math.sqrt(1 - edge * edge)) / bessel0(KAISER_BETA));
}

/** Modified Bessel function of the first kind and order 0, by its power series. */
function bessel0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * 1e-12; n++) {
    term *= (x / (2 * n)) ** 2;
    sum += term;
  }
  return sum;
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));
