import { AudioFrame, AudioSource, LocalAudioTrack } from '@livekit/rtc-node';
import { SOUND_RATE_HZ } from '../sound/pcm.ts';

/** What is written at a time, milliseconds, half an Opus packet: without a queue the library takes no other length. */
export const OUTPUT_FRAME_MS = 10;
/** The same in samples. */
export const OUTPUT_FRAME_SAMPLES = (SOUND_RATE_HZ / 1000) * OUTPUT_FRAME_MS;
/** Frames that wait for one that the library has not taken yet, which takes half a millisecond: twice what is written at once after a stall. */
const MOST_WAITING = 20;

/**
 * Frames of 48 kHz mono straight to an encoder, in order, each when it is written.
 *
 * The library's own queue is not used: it gives the encoder a frame every 10 ms of its own clock, and silence in the middle of a word
 * when the next one is not there yet. An encoder that gets a frame late sends its packet late, which is what jitter buffers are for.
 */
export class EncoderFeed {
  readonly #source = new AudioSource(SOUND_RATE_HZ, 1, 0);
  readonly #frame = AudioFrame.create(SOUND_RATE_HZ, 1, OUTPUT_FRAME_SAMPLES);
  readonly #waiting: Int16Array[] = [];
  #handing = false;
  #lost = 0;
  #closed = false;

  /** Audio that was written and not taken yet, milliseconds. */
  get queuedMs(): number {
    return (this.#waiting.length + (this.#handing ? 1 : 0)) * OUTPUT_FRAME_MS;
  }

  /** Frames that nobody hears: not taken, or too long in coming to their turn. */
  get lost(): number {
    return this.#lost;
  }

  createTrack(name: string): LocalAudioTrack {
    return LocalAudioTrack.createAudioTrack(name, this.#source);
  }

  /** Hands over one frame of {@link OUTPUT_FRAME_SAMPLES}; it may be reused after the call. */
  write(samples: Int16Array): void {
    if (!this.#handing) return this.#hand(samples);
    this.#waiting.push(samples.slice());
    if (this.#waiting.length <= MOST_WAITING) return;
    this.#waiting.shift();
    this.#lost++;
  }

  /** What is refused from now on is of no interest. */
  close(): void {
    this.#closed = true;
    this.#waiting.length = 0;
  }

  /** One after the other: the library takes each in a task of its own, and two at a time might change places. */
  #hand(samples: Int16Array): void {
    // The library reads from the start of the underlying buffer, so the samples are copied into a frame that owns its own;
    // the native side copies them again before `captureFrame` returns to its first await.
    this.#frame.data.set(samples);
    this.#handing = true;
    this.#source.captureFrame(this.#frame).then(this.#onTaken, this.#onRefused);
  }

  readonly #onTaken = (): void => {
    this.#handing = false;
    const next = this.#waiting.shift();
    if (next) this.#hand(next);
  };

  readonly #onRefused = (): void => {
    if (!this.#closed) this.#lost++;
    this.#onTaken();
  };
}
