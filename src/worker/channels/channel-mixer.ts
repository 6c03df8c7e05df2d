import { fade, FADE_SAMPLES, gainAt, moved, type FadePositions } from './fade.ts';
import { type Part, VoiceCount } from './voice-count.ts';

/**
 * Somebody who can be heard on a channel, one frame a beat, 48 kHz mono in 16-bit units, full scale and more. What is done to one voice alone (its loudness, its
 * pace) is done behind this interface; what is done to the channel is done to the mixer's frame.
 */
export interface FrameSource {
  /** The next frame, valid until the next call; `undefined` for digital silence. Called at most once a beat. */
  readonly next: () => Float32Array | undefined;
  /** Gives a frame every beat for as long as it is to be heard, its pauses too: a beat without one is a hole in its sound. */
  readonly live?: true;
}

/** The samples of one channel: one source, and for a fade at a switch those before it fading into it. */
export class ChannelMixer {
  readonly #sum: Float32Array;
  #positions: FadePositions<FrameSource> = new Map();
  readonly #count = new VoiceCount();
  #wanted: FrameSource | undefined;

  /** @param startsWith heard from the first sample on; undefined: nobody */
  constructor(frameSamples: number, startsWith: FrameSource | undefined) {
    this.#sum = new Float32Array(frameSamples);
    if (startsWith) this.#positions = new Map([[startsWith, FADE_SAMPLES]]);
    this.#wanted = startsWith;
  }

  /** See {@link VoiceCount}. */
  get twoVoicesMs(): number {
    return this.#count.twoVoicesMs;
  }

  /** See {@link VoiceCount}. */
  get noSourceMs(): number {
    return this.#count.noSourceMs;
  }

  /** Nothing of `source` is in the mix, not even fading. */
  isOut(source: FrameSource): boolean {
    return !this.#positions.has(source);
  }

  /** The next frame, `wanted` being who is to be heard (undefined: nobody); valid until the next call, `undefined` for digital silence. */
  mix(wanted: FrameSource | undefined): Float32Array | undefined {
    const samples = this.#sum.length;
    if (this.#settledOn(wanted)) {
      const frame = wanted?.next();
      this.#count.settled(wanted, frame, samples);
      return frame;
    }
    const parts = this.#parts(wanted);
    this.#positions = fade(this.#positions, wanted, samples);
    if (wanted !== this.#wanted) this.#count.switched(wanted, parts);
    this.#wanted = wanted;
    this.#count.fading(wanted, parts, samples);
    if (parts.length === 0) return undefined;
    this.#sum.fill(0);
    for (const { frame, position, wanted: rises } of parts) {
      for (let n = 0; n < frame.length; n++) this.#sum[n]! += frame[n]! * gainAt(moved(position, rises, n + 1));
    }
    return this.#sum;
  }

  #settledOn(wanted: FrameSource | undefined): boolean {
    if (wanted === undefined) return this.#positions.size === 0;
    return this.#positions.size === 1 && this.#positions.get(wanted) === FADE_SAMPLES;
  }

  /** Everyone in the mix who says something in this frame. */
  #parts(wanted: FrameSource | undefined): Part[] {
    const sources = new Set(this.#positions.keys());
    if (wanted) sources.add(wanted);
    const parts: Part[] = [];
    for (const source of sources) {
      const frame = source.next();
      if (frame) parts.push({ frame, position: this.#positions.get(source) ?? 0, wanted: source === wanted });
    }
    return parts;
  }
}
