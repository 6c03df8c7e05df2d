import { Bend, BEND_SAMPLES, clipped } from '../sound/bend.ts';
import { MUTED_PEAK, peakOf, QUIET_PEAK, SOUND_RATE_HZ } from '../sound/pcm.ts';

const SAMPLES_PER_MS = SOUND_RATE_HZ / 1000;
/** A live feed is never further behind than this, milliseconds: what is too much is skipped. */
export const LIVE_FEED_LIMIT_MS = 120;
/**
 * What is quieter than `QUIET_PEAK` is no speech: left out where too much waits, nobody hears that it is missing. Where the
 * microphone's own noise is louder, twice its peak takes the place of that, up to −38 dBFS: a soft voice is not noise.
 */
const LOUDEST_QUIET = 400;
/** The noise is the quietest of late: what is taken for it rises by this factor a second, so that a voice is not soon mistaken for it. */
const NOISE_RISE = 1.25;
const RING_SAMPLES = 200 * SAMPLES_PER_MS;
/** A hole in the speech shows that frames come later than what is kept allows for: so much more is kept each time, up to so many times. */
const STEP_SAMPLES = 10 * SAMPLES_PER_MS;
const MOST_STEPS = 3;
/** What was not needed for so long is not kept any longer. */
const TRIED_SAMPLES = 10_000 * SAMPLES_PER_MS;

/**
 * A live voice on its way from the network to the channels: pushed as it arrives, taken a frame a beat. 48 kHz mono, bounded.
 * What comes too late is silence, what is too much is skipped, and neither clicks. Of the delay that a hole brings
 * 10 ms are kept through pauses, up to 30 beyond what it begins with, for frames that come as late again; the rest is caught up with in them.
 */
export class LiveFeed {
  readonly #ring = new Int16Array(RING_SAMPLES);
  readonly #prerollSamples: number;
  /** What may wait through a pause: the preroll, and what holes have shown to be needed. */
  #keptSamples: number;
  /** The least and the most that was left after a frame was taken, since something was put in or left out. */
  #leastSamples = Infinity;
  #mostSamples = 0;
  /** By how much that differed at most, and how much was taken, since it was last decided what to keep. */
  #spreadSamples = 0;
  #triedSamples = 0;
  #first = 0;
  #size = 0;
  #playing = false;
  #skippedSamples = 0;
  /** Peak of the quietest piece of late. */
  #noisePeak = Infinity;
  readonly #bend = new Bend();
  /** What is taken next does not follow on what was taken last. */
  #broken = false;
  /** The last sample pushed, and whether what is pushed next does not follow on it: quiet audio was left out or put in. */
  #lastPushed = 0;
  #pushBroken = false;
  /** What was pushed last was quiet; and something before it, since it began, was not. */
  #inPause = true;
  #spoken = false;

  /** @param prerollMs waits for this much before it plays; all of it is delay */
  constructor(prerollMs: number) {
    this.#prerollSamples = prerollMs * SAMPLES_PER_MS;
    this.#keptSamples = this.#prerollSamples;
  }

  /**
   * Audio that came in such plenty that it was never heard, milliseconds. Neither what {@link clear} puts away nor the quiet pieces
   * left out of a pause count: that is how it catches up, and no word is lost.
   */
  get skippedMs(): number {
    return this.#skippedSamples / SAMPLES_PER_MS;
  }

  /** Waiting to be taken, milliseconds. */
  get queuedMs(): number {
    return this.#size / SAMPLES_PER_MS;
  }

  /** Puts audio at the end; skips the oldest when it is too much. */
  push(samples: Int16Array): void {
    this.#inPause = this.#isQuiet(samples);
    this.#spoken ||= !this.#inPause;
    // What comes in bursts would wait for ever: it comes and goes at the same pace. A pause is the place to catch up.
    if (this.#playing && this.#size > this.#keptSamples && this.#inPause) {
      this.#pushBroken = true;
      this.#shift();
      return;
    }
    this.#append(samples);
    // Who has just opened a microphone is heard at once. What is to be kept for late frames is laid by in the first pause.
    if (!this.#playing || !this.#inPause || !this.#spoken || this.#size - samples.length >= this.#keptSamples) return;
    this.#pushBroken = true;
    this.#shift();
    this.#append(samples);
  }

  /** Begins anew: nothing of what waits is heard. */
  clear(): void {
    this.#skip(this.#size);
    this.#playing = false;
    this.#pushBroken = false;
    this.#spoken = false;
  }

  /** Fills `into` with what comes next, and silence where nothing does. Returns whether there is anything to hear in it. */
  take(into: Int16Array): boolean {
    const starting = !this.#playing && this.#size >= this.#prerollSamples;
    const take = this.#playing || starting ? Math.min(into.length, this.#size) : 0;
    if (starting) this.#broken = true;
    for (let n = 0, at = this.#first; n < take; n++) {
      into[n] = this.#ring[at]!;
      if (++at === RING_SAMPLES) at = 0;
    }
    into.fill(0, take);
    this.#first = (this.#first + take) % RING_SAMPLES;
    this.#size -= take;
    this.#learn(take, into.length);
    const audible = take > 0 || this.#bend.open;
    this.#bend.apply(into, this.#broken, this.#playing || starting ? take : into.length);
    this.#broken = false;
    this.#playing = take === into.length;
    return audible;
  }

  /** Decides what to keep, `taken` of a frame of `samples` having been there. */
  #learn(taken: number, samples: number): void {
    if (this.#playing && taken < samples && !this.#inPause) this.#keep(STEP_SAMPLES);
    if (taken < samples) return;
    this.#leastSamples = Math.min(this.#leastSamples, this.#size);
    this.#mostSamples = Math.max(this.#mostSamples, this.#size);
    this.#triedSamples += samples;
    if (this.#triedSamples < TRIED_SAMPLES) return;
    this.#shift();
    this.#keep(this.#keptSamples - STEP_SAMPLES >= this.#spreadSamples ? -STEP_SAMPLES : 0);
  }

  #keep(moreSamples: number): void {
    const kept = this.#keptSamples + moreSamples;
    this.#keptSamples = Math.max(this.#prerollSamples, Math.min(this.#prerollSamples + MOST_STEPS * STEP_SAMPLES, kept));
    this.#shift();
    this.#spreadSamples = 0;
    this.#triedSamples = 0;
  }

  /** What waits is more or less from now on, by intent: that is no difference in when frames come. */
  #shift(): void {
    if (this.#leastSamples < Infinity) this.#spreadSamples = Math.max(this.#spreadSamples, this.#mostSamples - this.#leastSamples);
    this.#leastSamples = Infinity;
    this.#mostSamples = 0;
  }

  #append(samples: Int16Array): void {
    const maxSamples = LIVE_FEED_LIMIT_MS * SAMPLES_PER_MS;
    const excess = this.#size + samples.length - maxSamples;
    if (excess > 0) {
      const skipped = Math.min(this.#size, excess + maxSamples - this.#keptSamples);
      this.#skip(skipped);
      this.#skippedSamples += skipped;
    }
    const at = (this.#first + this.#size) % RING_SAMPLES;
    const untilEnd = Math.min(samples.length, RING_SAMPLES - at);
    this.#ring.set(samples.subarray(0, untilEnd), at);
    if (untilEnd < samples.length) this.#ring.set(samples.subarray(untilEnd), 0);
    if (this.#pushBroken) this.#bendJoint(at, samples.length);
    this.#pushBroken = false;
    this.#lastPushed = samples.at(-1) ?? this.#lastPushed;
    this.#size += samples.length;
  }

  #isQuiet(samples: Int16Array): boolean {
    const peak = peakOf(samples);
    // Nothing is learnt of a room from a microphone that is muted.
    if (peak <= MUTED_PEAK) return true;
    const risen = this.#noisePeak * NOISE_RISE ** (samples.length / SOUND_RATE_HZ);
    this.#noisePeak = Math.max(QUIET_PEAK / 2, Math.min(peak, risen));
    return peak < Math.min(LOUDEST_QUIET, 2 * this.#noisePeak);
  }

  /** Bends the step from the last sample to what was just put at `at`. */
  #bendJoint(at: number, samples: number): void {
    const bend = this.#lastPushed - this.#ring[at]!;
    const over = Math.min(BEND_SAMPLES, samples);
    for (let n = 0; n < over; n++) this.#ring[(at + n) % RING_SAMPLES] = clipped(this.#ring[(at + n) % RING_SAMPLES]! + Math.round((bend * (over - n)) / over));
  }

  #skip(samples: number): void {
    this.#first = (this.#first + samples) % RING_SAMPLES;
    this.#size -= samples;
    this.#broken = true;
    this.#shift();
  }
}
