import { LoudnessMeter } from '../sound/loudness-meter.ts';
import { TruePeakLimiter } from '../sound/true-peak-limiter.ts';
import { LevelMeter, type Level } from './level-meter.ts';

/** The last step of a channel: limits what listeners hear, and measures it. One per channel, one frame a beat. */
export class ChannelOutput {
  readonly #limiter: TruePeakLimiter;
  readonly #loudness = new LoudnessMeter();
  readonly #level = new LevelMeter();
  readonly #frame: Int16Array;
  readonly #silence: Int16Array;

  constructor(frameSamples: number) {
    this.#limiter = new TruePeakLimiter(frameSamples);
    this.#frame = new Int16Array(frameSamples);
    this.#silence = new Int16Array(frameSamples);
  }

  /** What is sent for `mixed` (undefined: silence), 1.5 ms later; valid until the next call. */
  finish(mixed: Float32Array | undefined): Int16Array {
    if (!this.#limiter.process(mixed, this.#frame)) {
      this.#level.addSilence(this.#silence.length);
      this.#loudness.addSilence(this.#silence);
      return this.#silence;
    }
    this.#level.add(this.#frame);
    this.#loudness.add(this.#frame);
    return this.#frame;
  }

  /** The level since the last call. */
  takeLevel(): Level {
    return this.#level.take();
  }

  /** Loudness of the last 3 s, LUFS; undefined when they were silent. */
  get shortTermLufs(): number | undefined {
    return this.#loudness.shortTermLufs;
  }
}
