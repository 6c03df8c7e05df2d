import { OUTPUT_SAMPLE_RATE_HZ } from '../rtc/paced-source.ts';
import type { MachineVoice } from './machine-voice.ts';

/** Length of a switch between two sources: long enough not to click, too short to hear two voices. */
export const FADE_MS = 30;
const FADE_SAMPLES = (OUTPUT_SAMPLE_RATE_HZ * FADE_MS) / 1000;
const SAMPLES_PER_MS = OUTPUT_SAMPLE_RATE_HZ / 1000;
/** Louder than this is a voice when voices are counted: −50 dBFS. */
const AUDIBLE = 100;

// Equal power: sin² + cos² = 1, so two uncorrelated voices fade into each other without a dip.
const RISE = Float32Array.from({ length: FADE_SAMPLES + 1 }, (_, n) => Math.sin((n / FADE_SAMPLES) * (Math.PI / 2)));

/**
 * The samples of one channel: either the machine voice (silent when it has nothing to say) or the floor, and for
 * {@link FADE_MS} at a switch the one fading into the other.
 */
export class ChannelMixer {
  readonly #voice: MachineVoice;
  readonly #frame: Int16Array;
  readonly #machine: Int16Array;
  /** 0: machine only; FADE_SAMPLES: floor only. */
  #towardsFloor: number;
  #bothSamples = 0;
  #twoVoicesSamples = 0;

  constructor(voice: MachineVoice, frameSamples: number, startsWith: 'machine' | 'floor') {
    this.#voice = voice;
    this.#frame = new Int16Array(frameSamples);
    this.#machine = new Int16Array(frameSamples);
    this.#towardsFloor = startsWith === 'floor' ? FADE_SAMPLES : 0;
  }

  /** Time in which both voices were audible in the written samples for longer than one fade, milliseconds. */
  get twoVoicesMs(): number {
    return this.#twoVoicesSamples / SAMPLES_PER_MS;
  }

  /** The next frame, valid until the next call; `undefined` for digital silence. */
  mix(wanted: 'machine' | 'floor', floor: Int16Array, floorAudible: boolean): Int16Array | undefined {
    const target = wanted === 'floor' ? FADE_SAMPLES : 0;
    if (this.#towardsFloor === target) {
      this.#bothSamples = 0;
      if (wanted === 'machine') return this.#voice.read(this.#frame) ? this.#frame : undefined;
      return floorAudible ? floor : undefined;
    }
    return this.#fade(target, floor);
  }

  /** True once nothing of the machine is in the mix any more. */
  get floorOnly(): boolean {
    return this.#towardsFloor === FADE_SAMPLES;
  }

  #fade(target: number, floor: Int16Array): Int16Array {
    this.#voice.read(this.#machine);
    const direction = target > this.#towardsFloor ? 1 : -1;
    let position = this.#towardsFloor;
    for (let n = 0; n < this.#frame.length; n++) {
      if (position !== target) position += direction;
      const up = floor[n]! * RISE[position]!;
      const down = this.#machine[n]! * RISE[FADE_SAMPLES - position]!;
      const sum = up + down;
      this.#frame[n] = sum > 32_767 ? 32_767 : sum < -32_768 ? -32_768 : sum;
      if (Math.abs(up) > AUDIBLE && Math.abs(down) > AUDIBLE) this.#countBoth();
    }
    this.#towardsFloor = position;
    return this.#frame;
  }

  #countBoth(): void {
    if (++this.#bothSamples > FADE_SAMPLES) this.#twoVoicesSamples++;
  }
}
