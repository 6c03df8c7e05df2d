/** A stretch of what a listener received, 48 kHz mono. */
export interface Recorded {
  readonly samples: Int16Array;
  /** When each frame left the jitter buffer, monotonic milliseconds; all frames are {@link FRAME_SAMPLES} long. */
  readonly arrivedMs: Float64Array;
}

/** 10 ms. */
export const FRAME_SAMPLES = 480;

/**
 * The newest audio of one channel: a ring that forgets the oldest. Frames are taken as unbroken; a subscription that is
 * made anew goes on where the last ended, and the time between is in the arrival times.
 */
export class ChannelRecording {
  readonly #samples: Int16Array;
  readonly #arrivedMs: Float64Array;
  readonly #capacity: number;
  #frames = 0;

  constructor(seconds: number) {
    this.#capacity = seconds * 100;
    this.#samples = new Int16Array(this.#capacity * FRAME_SAMPLES);
    this.#arrivedMs = new Float64Array(this.#capacity);
  }

  /** `samples` is one frame of {@link FRAME_SAMPLES}; others are ignored. */
  take(samples: Int16Array, arrivedAtMs: number): void {
    if (samples.length !== FRAME_SAMPLES) return;
    const place = this.#frames % this.#capacity;
    this.#samples.set(samples, place * FRAME_SAMPLES);
    this.#arrivedMs[place] = arrivedAtMs;
    this.#frames++;
  }

  /** A copy of the frames that arrived from `fromMs` on and before `toMs`. */
  between(fromMs: number, toMs: number): Recorded {
    const places: number[] = [];
    for (let frame = Math.max(0, this.#frames - this.#capacity); frame < this.#frames; frame++) {
      const place = frame % this.#capacity;
      const atMs = this.#arrivedMs[place]!;
      if (atMs >= fromMs && atMs < toMs) places.push(place);
    }
    const samples = new Int16Array(places.length * FRAME_SAMPLES);
    for (const [index, place] of places.entries()) samples.set(this.#samples.subarray(place * FRAME_SAMPLES, (place + 1) * FRAME_SAMPLES), index * FRAME_SAMPLES);
    return { samples, arrivedMs: Float64Array.from(places, (place) => this.#arrivedMs[place]!) };
  }
}
