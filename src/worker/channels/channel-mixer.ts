import { fade, FADE_SAMPLES, gainAt, moved, type FadePositions } from './fade.ts';
import { SOUND_RATE_HZ } from '../sound/pcm.ts';

const SAMPLES_PER_MS = SOUND_RATE_HZ / 1000;
/** Louder than this is a voice when voices are counted: −50 dBFS. */
const AUDIBLE = 100;

/**
 * Somebody who can be heard on a channel, one frame a beat, 48 kHz mono in 16-bit units, full scale and more. What is done to one voice alone (its loudness, its
 * pace) is done behind this interface; what is done to the channel is done to the mixer's frame.
 */
export interface FrameSource {
  /** The next frame, valid until the next call; `undefined` for digital silence. Called at most once a beat. */
  readonly next: () => Float32Array | undefined;
}

interface Part {
  readonly frame: Float32Array;
  readonly position: number;
  readonly wanted: boolean;
  /** Gain above which it is a voice. */
  readonly audibleGain: number;
}

/** The samples of one channel: one source, and for a fade at a switch those before it fading into it. */
export class ChannelMixer {
  readonly #sum: Float32Array;
  #positions: FadePositions<FrameSource> = new Map();
  #bothSamples = 0;
  #noneSamples = 0;
  #twoVoicesSamples = 0;
  #noSourceSamples = 0;

  /** @param startsWith heard from the first sample on */
  constructor(frameSamples: number, startsWith: FrameSource) {
    this.#sum = new Float32Array(frameSamples);
    this.#positions = new Map([[startsWith, FADE_SAMPLES]]);
  }

  /** Time in which two voices were audible in the written samples for longer than one fade, milliseconds. */
  get twoVoicesMs(): number {
    return this.#twoVoicesSamples / SAMPLES_PER_MS;
  }

  /** Time, beyond one fade, in which nobody was audible although the source to be heard had something to say, milliseconds. */
  get noSourceMs(): number {
    return this.#noSourceSamples / SAMPLES_PER_MS;
  }

  /** Nothing of `source` is in the mix, not even fading. */
  isOut(source: FrameSource): boolean {
    return !this.#positions.has(source);
  }

  /** The next frame, `wanted` being who is to be heard (undefined: nobody); valid until the next call, `undefined` for digital silence. */
  mix(wanted: FrameSource | undefined): Float32Array | undefined {
    if (this.#settledOn(wanted)) {
      this.#bothSamples = 0;
      this.#noneSamples = 0;
      return wanted?.next();
    }
    const parts = this.#parts(wanted);
    this.#positions = fade(this.#positions, wanted, this.#sum.length);
    if (parts.length === 0) return undefined;
    this.#sum.fill(0);
    for (const { frame, position, wanted: rises } of parts) {
      for (let n = 0; n < frame.length; n++) this.#sum[n]! += frame[n]! * gainAt(moved(position, rises, n + 1));
    }
    this.#count(parts);
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
      if (frame) parts.push({ frame, position: this.#positions.get(source) ?? 0, wanted: source === wanted, audibleGain: AUDIBLE / (peakOf(frame) || 1) });
    }
    return parts;
  }

  #count(parts: readonly Part[]): void {
    const wantedSpeaks = parts.some(({ wanted, audibleGain }) => wanted && audibleGain <= 1);
    for (let n = 1; n <= this.#sum.length; n++) {
      let voices = 0;
      for (const { position, wanted, audibleGain } of parts) if (gainAt(moved(position, wanted, n)) >= audibleGain) voices++;
      if (voices > 1 && ++this.#bothSamples > FADE_SAMPLES) this.#twoVoicesSamples++;
      if (voices === 0 && wantedSpeaks && ++this.#noneSamples > FADE_SAMPLES) this.#noSourceSamples++;
    }
  }
}

function peakOf(frame: Float32Array): number {
  let peak = 0;
  for (const sample of frame) peak = Math.max(peak, Math.abs(sample));
  return peak;
}
