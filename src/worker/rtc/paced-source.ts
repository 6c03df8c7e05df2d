import type { LocalAudioTrack } from '@livekit/rtc-node';
import { EncoderFeed, OUTPUT_FRAME_MS, OUTPUT_FRAME_SAMPLES } from './encoder-feed.ts';
import { muteTrack } from './mute-track.ts';

/** A local audio track, 48 kHz mono, fed frame by frame: see `startPacer`. */
export class PacedSource {
  readonly name: string;
  readonly frameSamples = OUTPUT_FRAME_SAMPLES;
  readonly #feed = new EncoderFeed();
  readonly #track: LocalAudioTrack;
  #closed = false;

  constructor(name: string) {
    this.name = name;
    this.#track = this.#feed.createTrack(name);
  }

  /** For `RtcRoom.publish` only. @internal */
  get track(): LocalAudioTrack {
    return this.#track;
  }

  /** Audio that was written and that the encoder has not taken yet, milliseconds: an amount, not a time; it takes half a millisecond a frame. */
  get queuedMs(): number {
    return this.#feed.queuedMs;
  }

  /** Of what was written, what the encoder did not take, milliseconds. */
  get lostMs(): number {
    return this.#feed.lost * OUTPUT_FRAME_MS;
  }

  /** Hands over one frame. `samples` has exactly `frameSamples` values and may be reused after the call. */
  write(samples: Int16Array): void {
    if (!this.#closed) this.#feed.write(samples);
  }

  /** Mutes the published track or opens it: a real mute, which everyone in the room is told. What is written meanwhile goes to nobody. */
  setMuted(muted: boolean): void {
    if (!this.#closed) muteTrack(this.#track, muted);
  }

  /** Idempotent. Unpublishing is the room's business. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#feed.close();
    await this.#track.close();
  }
}
