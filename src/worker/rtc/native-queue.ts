import { AudioFrame, AudioSource, LocalAudioTrack } from '@livekit/rtc-node';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { isQuiet, SOUND_RATE_HZ } from '../sound/pcm.ts';
import { QueueSurplus } from './queue-surplus.ts';

/** What is written at a time, milliseconds, half an Opus packet: the queue gives as much to the encoder at a time. */
export const OUTPUT_FRAME_MS = 10;
/** The same in samples. */
export const OUTPUT_FRAME_SAMPLES = (SOUND_RATE_HZ / 1000) * OUTPUT_FRAME_MS;

/**
 * The media library's queue in front of an encoder: 48 kHz mono, a frame every 10 ms from {@link stepMs} on, whatever is in it.
 * A frame too many in it is made good by a quiet one that is left out; a second one it refuses.
 */
export class NativeQueue {
  /** A moment at which the encoder takes a frame, monotonic milliseconds; so are all that are a multiple of {@link OUTPUT_FRAME_MS} from it. */
  readonly stepMs: number;
  readonly #source: AudioSource;
  readonly #frame = AudioFrame.create(SOUND_RATE_HZ, 1, OUTPUT_FRAME_SAMPLES);
  readonly #surplus = new QueueSurplus();
  #leftOut = 0;
  #refused = 0;
  #closed = false;

  /** @param capacityMs what may wait when a frame has been written just after a step, a multiple of 10 */
  constructor(capacityMs: number) {
    this.stepMs = nowMs();
    this.#source = new AudioSource(SOUND_RATE_HZ, 1, capacityMs);
  }

  /** Frames left out because there was one too many. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /** Frames that found no room. */
  get refused(): number {
    return this.#refused;
  }

  createTrack(name: string): LocalAudioTrack {
    return LocalAudioTrack.createAudioTrack(name, this.#source);
  }

  /** Hands over one frame of {@link OUTPUT_FRAME_SAMPLES}; it may be reused after the call. */
  write(samples: Int16Array): void {
    if (this.#surplus.there && isQuiet(samples)) {
      this.#surplus.removed();
      this.#leftOut++;
      return;
    }
    const atMs = nowMs();
    // The library reads from the start of the underlying buffer, so the samples are copied into a frame that owns its own;
    // the native side copies them again before `captureFrame` returns to its first await.
    this.#frame.data.set(samples);
    this.#source.captureFrame(this.#frame).then(() => this.#surplus.confirmed(nowMs() - atMs), this.#onRefused);
  }

  /** What is refused from now on is of no interest. */
  close(): void {
    this.#closed = true;
  }

  readonly #onRefused = (): void => {
    if (!this.#closed) this.#refused++;
  };
}
