import { toDbfs } from '../../shared/quality/decibels.ts';

const FULL_SCALE = 32_768;

/** Loudness over a window, from the samples themselves. */
export interface Level {
  readonly rmsDbfs: number;
  readonly peakDbfs: number;
  /** At least one sample at full scale. */
  readonly clipped: boolean;
}

/** Collects samples until {@link take} closes the window. */
export class LevelMeter {
  #squares = 0;
  #peak = 0;
  #samples = 0;

  add(frame: Int16Array): void {
    let squares = 0;
    let peak = this.#peak;
    for (let n = 0; n < frame.length; n++) {
      const sample = frame[n]!;
      squares += sample * sample;
      const size = sample < 0 ? -sample : sample;
      if (size > peak) peak = size;
    }
    this.#squares += squares;
    this.#peak = peak;
    this.#samples += frame.length;
  }

  /** Cheaper than adding zeros. */
  addSilence(samples: number): void {
    this.#samples += samples;
  }

  /** The level since the last call. */
  take(): Level {
    const rms = this.#samples === 0 ? 0 : Math.sqrt(this.#squares / this.#samples) / FULL_SCALE;
    const level = { rmsDbfs: toDbfs(rms), peakDbfs: toDbfs(this.#peak / FULL_SCALE), clipped: this.#peak >= FULL_SCALE - 1 };
    this.#squares = 0;
    this.#peak = 0;
    this.#samples = 0;
    return level;
  }
}
