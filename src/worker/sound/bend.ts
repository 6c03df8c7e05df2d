import { SOUND_RATE_HZ } from './pcm.ts';

/** A break in a sound is bent straight over so many samples instead of being a step, which would be a click: 3 ms. */
export const BEND_SAMPLES = (3 * SOUND_RATE_HZ) / 1000;

/** Bends the breaks of one sound straight: every frame of it goes through {@link apply}, in order. */
export class Bend {
  /** The sample before the next frame, and what of the step after it has still to be bent. */
  #last = 0;
  #step = 0;
  #left = 0;

  /** There is something to hear in the next frame, even if it is silence. */
  get open(): boolean {
    return this.#last !== 0 || this.#left > 0;
  }

  /** Bends the step at the beginning of `frame` where it is `broken` off the one before, and the step at `end`, where its sound ran out; its length: it did not. */
  apply(frame: Int16Array, broken: boolean, end: number): void {
    const last = this.#last;
    for (let n = 0; n < frame.length; n++) {
      if (n === end || (n === 0 && broken)) {
        this.#step = (n === 0 ? last : frame[n - 1]!) - frame[n]!;
        this.#left = BEND_SAMPLES;
      }
      if (this.#left === 0) continue;
      frame[n] = clipped(frame[n]! + Math.round((this.#step * this.#left--) / BEND_SAMPLES));
    }
    this.#last = frame[frame.length - 1]!;
  }

  /** Begins anew, after silence. */
  reset(): void {
    this.#last = 0;
    this.#left = 0;
  }
}

/** `sample` within 16 bits. */
export const clipped = (sample: number): number => (sample > 32_767 ? 32_767 : sample < -32_768 ? -32_768 : sample);
