import { ENGINE_SAMPLE_RATE_HZ } from './protocol.ts';

/** Length of the stretches whose level is judged, samples: 5 ms, shorter than any pitch period matters at. */
const BLOCK_SAMPLES = ENGINE_SAMPLE_RATE_HZ / 200;
/** Levels below are as good as none, dBFS. */
const SILENCE_DBFS = -90;
/** A noise floor is followed down at once and up at this pace, dB a second: a sentence without a pause raises it by some 15 dB. */
const FLOOR_RISE_DB_PER_SEC = 5;
/** The speaker's level is followed up at once and down at this pace, dB a second: it outlives a pause of some seconds. */
const SPEECH_FALL_DB_PER_SEC = 3;
/** With less between speech and floor, quietness cannot be told from the level, dB: weak consonants lie 30 dB under vowels. */
const TRUSTED_RANGE_DB = 28;
/** Quiet is: this little above the noise floor … */
const ABOVE_FLOOR_DB = 6;
/** … or this far below the speaker's level, whichever is higher, dB. */
const BELOW_SPEECH_DB = 34;

const BLOCKS_PER_SEC = ENGINE_SAMPLE_RATE_HZ / BLOCK_SAMPLES;

/**
 * Tells from the level alone for how long a speaker has been quiet, to 5 ms.
 *
 * Voice activity by a model knows better what is speech, and knows later: it lets go 140–210 ms after the last sound
 * (measured, Silero v5 on espeak-ng voices). In a recording with enough distance between speech and noise the level says the same at once;
 * in any other {@link quietSamples} stays 0 and the model decides alone.
 */
export class Quietness {
  #block = 0;
  #squares = 0;
  #floorDbfs = -60;
  #speechDbfs = -40;
  #quiet = 0;
  #loud = 0;

  /** Samples since the last sound, 0 while there is sound or while it cannot be told. */
  get quietSamples(): number {
    return this.#quiet;
  }

  /** Samples since the last quiet. */
  get loudSamples(): number {
    return this.#loud;
  }

  /** @param samples ±1, 16 kHz */
  hear(samples: Float32Array): void {
    for (const sample of samples) {
      this.#squares += sample * sample;
      if (++this.#block < BLOCK_SAMPLES) continue;
      this.#judge(Math.max(SILENCE_DBFS, 10 * Math.log10(this.#squares / BLOCK_SAMPLES)));
      this.#block = 0;
      this.#squares = 0;
    }
  }

  #judge(levelDbfs: number): void {
    this.#floorDbfs = Math.min(levelDbfs, this.#floorDbfs + FLOOR_RISE_DB_PER_SEC / BLOCKS_PER_SEC);
    this.#speechDbfs = Math.max(levelDbfs, this.#speechDbfs - SPEECH_FALL_DB_PER_SEC / BLOCKS_PER_SEC);
    const trusted = this.#speechDbfs - this.#floorDbfs >= TRUSTED_RANGE_DB;
    const quietBelow = Math.max(this.#floorDbfs + ABOVE_FLOOR_DB, this.#speechDbfs - BELOW_SPEECH_DB);
    if (trusted && levelDbfs < quietBelow) {
      this.#quiet += BLOCK_SAMPLES;
      this.#loud = 0;
    } else {
      this.#quiet = 0;
      this.#loud += BLOCK_SAMPLES;
    }
  }
}
