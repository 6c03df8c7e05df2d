import { FULL_SCALE, fromDb, SOUND_RATE_HZ } from './pcm.ts';
import { MAX_OVERSHOOT, TRUE_PEAK_TAPS, truePeakAt } from './true-peak.ts';

/** EBU R 128 allows −1 dBTP; what lossy coding adds on top is less than the decibel that is left. */
export const DEFAULT_CEILING_DBTP = -1;

/** Two running means, one after the other: the gain bends into a reduction and out of it, without a corner. */
const FIRST_MEAN = 31;
const SECOND_MEAN = 32;
const RAMP = FIRST_MEAN + SECOND_MEAN - 1;
/** Samples by which sound is late: a reduction is complete over all taps of a peak before the peak is heard. 1.5 ms. */
export const LIMITER_DELAY_SAMPLES = RAMP + TRUE_PEAK_TAPS - 2;
const HOLD = LIMITER_DELAY_SAMPLES + 1;
/** Time constant of the recovery: slower than a glottal pulse, faster than a syllable. */
const RELEASE_MS = 80;
const RELEASE = 1 - Math.exp(-1000 / (RELEASE_MS * SOUND_RATE_HZ));
/** Nearer to 1 than this the gain is 1: less than half a step of 16 bits. */
const RECOVERED = 1 - 1e-5;

/**
 * A look-ahead limiter for one channel: no true peak (BS.1770-4, 4× oversampled) of what comes out is above the ceiling,
 * nothing is bent or cut. Frames that stay below it, which is nearly all, are only delayed.
 */
export class TruePeakLimiter {
  readonly #ceiling: number;
  readonly #quiet: number;
  /** The last {@link LIMITER_DELAY_SAMPLES} samples, and behind them the frame. */
  readonly #line: Float32Array;
  readonly #first = new Float64Array(FIRST_MEAN).fill(1);
  readonly #second = new Float64Array(SECOND_MEAN).fill(1);
  #firstSum = FIRST_MEAN;
  #secondSum = SECOND_MEAN;
  #position = 0;
  /** Needed gains within the hold, growing from front to back, and where each was needed: a ring. */
  readonly #gains = new Float64Array(HOLD + 1);
  readonly #needed = new Float64Array(HOLD + 1);
  #front = 0;
  #size = 0;
  #gain = 1;
  #restingSamples = RAMP;

  /** Frames have exactly `frameSamples` samples. */
  constructor(frameSamples: number, ceilingDbtp = DEFAULT_CEILING_DBTP) {
    this.#ceiling = FULL_SCALE * fromDb(ceilingDbtp);
    this.#quiet = this.#ceiling / MAX_OVERSHOOT;
    this.#line = new Float32Array(LIMITER_DELAY_SAMPLES + frameSamples);
  }

  /** Limits `frame` (nothing: silence) into `into`; returns whether `into` has anything but digital silence. */
  process(frame: Float32Array | undefined, into: Int16Array): boolean {
    const line = this.#line;
    line.copyWithin(0, into.length);
    if (frame) line.set(frame, LIMITER_DELAY_SAMPLES);
    else line.fill(0, LIMITER_DELAY_SAMPLES);

    let peak = 0;
    for (let n = LIMITER_DELAY_SAMPLES - TRUE_PEAK_TAPS + 1; n < line.length; n++) peak = Math.max(peak, Math.abs(line[n]!));
    if (peak > this.#quiet || this.#restingSamples < RAMP) {
      this.#limit(into);
      return true;
    }
    let heard = peak > 0;
    for (let n = 0; n < into.length; n++) {
      const sample = Math.round(line[n]!);
      into[n] = sample;
      heard ||= sample !== 0;
    }
    return heard;
  }

  #limit(into: Int16Array): void {
    for (let n = 0; n < into.length; n++) {
      const peak = truePeakAt(this.#line, LIMITER_DELAY_SAMPLES + n);
      if (peak > this.#ceiling) this.#need(this.#ceiling / peak);
      this.#position++;
      const gain = this.#smooth(this.#release());
      into[n] = Math.round(this.#line[n]! * gain);
    }
  }

  /** Remembers a needed gain until the hold is over; those that a smaller one covers are forgotten. */
  #need(gain: number): void {
    const capacity = this.#gains.length;
    while (this.#size > 0 && this.#gains[(this.#front + this.#size - 1) % capacity]! >= gain) this.#size--;
    const at = (this.#front + this.#size) % capacity;
    this.#gains[at] = gain;
    this.#needed[at] = this.#position;
    this.#size++;
  }

  /** The smallest gain needed within the hold, or on the way back from it to 1. */
  #release(): number {
    if (this.#size > 0 && this.#position - this.#needed[this.#front]! > HOLD) {
      this.#front = (this.#front + 1) % this.#gains.length;
      this.#size--;
    }
    const needed = this.#size > 0 ? this.#gains[this.#front]! : 1;
    const recovering = this.#gain + (1 - this.#gain) * RELEASE;
    this.#gain = needed < recovering ? needed : recovering > RECOVERED ? 1 : recovering;
    this.#restingSamples = this.#gain === 1 ? this.#restingSamples + 1 : 0;
    return this.#gain;
  }

  #smooth(gain: number): number {
    // Once everything is 1 the sums are set anew: rounding must not add up over an event of hours.
    if (this.#restingSamples >= RAMP) {
      this.#first.fill(1);
      this.#second.fill(1);
      this.#firstSum = FIRST_MEAN;
      this.#secondSum = SECOND_MEAN;
      return 1;
    }
    const firstAt = this.#position % FIRST_MEAN;
    this.#firstSum += gain - this.#first[firstAt]!;
    this.#first[firstAt] = gain;
    const secondAt = this.#position % SECOND_MEAN;
    const mean = this.#firstSum / FIRST_MEAN;
    this.#secondSum += mean - this.#second[secondAt]!;
    this.#second[secondAt] = mean;
    return this.#secondSum / SECOND_MEAN;
  }
}
