import { peakOf, QUIET_PEAK, SOUND_RATE_HZ } from '../sound/pcm.ts';
import { FADE_SAMPLES, gainAt, moved } from './fade.ts';

const SAMPLES_PER_MS = SOUND_RATE_HZ / 1000;
/** A human who was given the channel and is silent for longer than this has not begun to speak: the way here takes less. */
const MAX_WAY_SAMPLES = 300 * SAMPLES_PER_MS;

/** One source in a frame that has more than one, or one on its way in or out. */
export interface Part {
  readonly frame: Float32Array;
  /** Where it stands in its fade at the beginning of the frame. */
  readonly position: number;
  readonly wanted: boolean;
}

/** Who is to be heard now, as `FrameSource` says. */
interface Wanted {
  readonly live?: true;
}

/**
 * Counts, in the samples of a channel, time with two voices and time with none. Of each time that it happens one fade is let off.
 */
export class VoiceCount {
  #bothSamples = 0;
  #noneSamples = 0;
  /** Since somebody was cut off in the middle of a word and the human who came on has not been audible; undefined: nobody waits. */
  #waitedSamples: number | undefined;
  #twoVoicesSamples = 0;
  #noSourceSamples = 0;

  /** Time in which two voices were audible for longer than one fade, milliseconds. */
  get twoVoicesMs(): number {
    return this.#twoVoicesSamples / SAMPLES_PER_MS;
  }

  /**
   * Time, beyond one fade, in which nobody was audible although the source to be heard had something to say, or is live and gave no
   * sound, or has taken the channel from somebody who was speaking and speaks itself at once; milliseconds.
   */
  get noSourceMs(): number {
    return this.#noSourceSamples / SAMPLES_PER_MS;
  }

  /** Somebody else is wanted from this frame on, whose parts are `parts`. */
  switched(wanted: Wanted | undefined, parts: readonly Part[]): void {
    this.#waitedSamples = wanted?.live && parts.some((part) => !part.wanted && part.position === FADE_SAMPLES && isAudible(part.frame)) ? 0 : undefined;
  }

  /** A frame during a fade, of `samples`. */
  fading(wanted: Wanted | undefined, parts: readonly Part[], samples: number): void {
    const audible = parts.map((part) => ({ ...part, audibleGain: QUIET_PEAK / (peakOf(part.frame) || 1) }));
    const toBeHeard = parts.some((part) => part.wanted) ? audible.some((part) => part.wanted && part.audibleGain <= 1) : wanted?.live === true;
    for (let n = 1; n <= samples; n++) {
      let voices = 0;
      let wantedIsHeard = false;
      for (const { position, wanted: rises, audibleGain } of audible) {
        if (gainAt(moved(position, rises, n)) < audibleGain) continue;
        voices++;
        wantedIsHeard ||= rises;
      }
      if (voices > 1 && ++this.#bothSamples > FADE_SAMPLES) this.#twoVoicesSamples++;
      if (voices === 0 && toBeHeard) this.#hole(1);
      else if (voices === 0) this.#wait(1);
      if (wantedIsHeard) this.#cameOn();
    }
  }

  /** A frame of `samples` of one source alone, or of none; `frame` undefined: it gave nothing. */
  settled(wanted: Wanted | undefined, frame: Float32Array | undefined, samples: number): void {
    this.#bothSamples = 0;
    if (wanted?.live && !frame) return this.#hole(samples);
    this.#noneSamples = 0;
    if (this.#waitedSamples === undefined || !frame) return;
    if (isAudible(frame)) this.#cameOn();
    else this.#wait(samples);
  }

  #hole(samples: number): void {
    const before = Math.max(0, this.#noneSamples - FADE_SAMPLES);
    this.#noneSamples += samples;
    this.#noSourceSamples += Math.max(0, this.#noneSamples - FADE_SAMPLES) - before;
  }

  #wait(samples: number): void {
    if (this.#waitedSamples === undefined) return;
    this.#waitedSamples += samples;
    if (this.#waitedSamples > MAX_WAY_SAMPLES) this.#waitedSamples = undefined;
  }

  #cameOn(): void {
    this.#noSourceSamples += Math.max(0, (this.#waitedSamples ?? 0) - FADE_SAMPLES);
    this.#waitedSamples = undefined;
  }
}

const isAudible = (frame: Float32Array): boolean => peakOf(frame) >= QUIET_PEAK;
