import { AudioFrame, AudioSource, LocalAudioTrack } from '@livekit/rtc-node';
import { nowMs } from '../pipeline/clock.ts';
import { muteTrack } from './mute-track.ts';

/** The one rate at which audio leaves this program, Hz. */
export const OUTPUT_SAMPLE_RATE_HZ = 48_000;

export interface PacedSourceOptions {
  readonly name: string;
  /** Length of every frame. 20 ms is one Opus packet and costs half the CPU of 10 ms; 10 ms holds 10 ms less audio. */
  readonly frameMs?: 10 | 20;
  /**
   * Audio kept waiting in the client when a frame is written: a stall of the event loop shorter than this is not heard.
   * Every millisecond of it is delay.
   */
  readonly leadMs?: number;
}

// The native queue plays at its own steady pace and never drains by itself: beyond this it is emptied on purpose.
const QUEUE_MS = 160;
// Writes are confirmed in about a millisecond while the native queue has room; three open ones mean that it is full.
const MAX_UNCONFIRMED = 3;

/**
 * A local audio track, 48 kHz mono, fed frame by frame in step with the monotonic clock.
 *
 * The owner asks {@link framesDue} and writes that many frames (see `startPacer`). After a stall the lost time is skipped,
 * not played late: what is said now is worth more, and the native queue would keep the delay for the rest of the event.
 */
export class PacedSource {
  readonly name: string;
  readonly frameMs: number;
  readonly frameSamples: number;
  readonly #leadMs: number;
  readonly #source: AudioSource;
  readonly #track: LocalAudioTrack;
  readonly #frame: AudioFrame;
  #emptyAtMs = 0;
  #unconfirmed = 0;
  #writtenFrames = 0;
  #underruns = 0;
  #drains = 0;
  #closed = false;

  constructor({ name, frameMs = 20, leadMs = 40 }: PacedSourceOptions) {
    this.name = name;
    this.frameMs = frameMs;
    this.frameSamples = (OUTPUT_SAMPLE_RATE_HZ / 1000) * frameMs;
    this.#leadMs = leadMs;
    this.#source = new AudioSource(OUTPUT_SAMPLE_RATE_HZ, 1, QUEUE_MS);
    this.#track = LocalAudioTrack.createAudioTrack(name, this.#source);
    this.#frame = AudioFrame.create(OUTPUT_SAMPLE_RATE_HZ, 1, this.frameSamples);
  }

  /** For `RtcRoom.publish` only. @internal */
  get track(): LocalAudioTrack {
    return this.#track;
  }

  /** Audio handed over and not yet taken by the encoder, milliseconds, by the clock. */
  get queuedMs(): number {
    return Math.max(0, this.#emptyAtMs - nowMs());
  }

  /** Audio written since the beginning, milliseconds. */
  get writtenMs(): number {
    return this.#writtenFrames * this.frameMs;
  }

  /** How often a frame came so late that the queue had run empty before it. */
  get underruns(): number {
    return this.#underruns;
  }

  /** How often the native queue was emptied because it had grown. */
  get drains(): number {
    return this.#drains;
  }

  /** Frames to write now so that the queue holds the lead again; 0 when it does. */
  framesDue(atMs: number): number {
    const missingMs = this.#leadMs - Math.max(0, this.#emptyAtMs - atMs);
    return missingMs < 0 ? 0 : Math.floor(missingMs / this.frameMs) + 1;
  }

  /** Milliseconds until the next frame is due; negative when it is late. */
  untilDueMs(atMs: number): number {
    return this.#emptyAtMs - this.#leadMs - atMs;
  }

  /** Hands over one frame. `samples` has exactly `frameSamples` values and may be reused after the call. */
  write(samples: Int16Array): void {
    if (this.#closed) return;
    const atMs = nowMs();
    if (this.#unconfirmed >= MAX_UNCONFIRMED) {
      this.drain();
      for (let leadMs = 0; leadMs < this.#leadMs; leadMs += this.frameMs) this.#capture(atMs, undefined);
    }
    this.#capture(atMs, samples);
  }

  #capture(atMs: number, samples: Int16Array | undefined): void {
    if (this.#emptyAtMs < atMs) {
      if (this.#writtenFrames > 0) this.#underruns++;
      this.#emptyAtMs = atMs;
    }
    // The library reads from the start of the underlying buffer, so the samples are copied into a frame that owns its own;
    // the native side copies them again before `captureFrame` returns to its first await.
    if (samples) this.#frame.data.set(samples);
    else this.#frame.data.fill(0);
    this.#unconfirmed++;
    this.#emptyAtMs += this.frameMs;
    this.#writtenFrames++;
    this.#source.captureFrame(this.#frame).then(this.#confirm, this.#confirm);
  }

  /** Mutes the published track or opens it: a real mute, which everyone in the room is told. What is written meanwhile goes to nobody. */
  setMuted(muted: boolean): void {
    if (!this.#closed) muteTrack(this.#track, muted);
  }

  /** Throws away what waits in the native queue. */
  drain(): void {
    if (this.#closed) return;
    this.#source.clearQueue();
    this.#unconfirmed = 0;
    this.#emptyAtMs = 0;
    this.#drains++;
  }

  /** Idempotent. Unpublishing is the room's business. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#track.close();
  }

  readonly #confirm = (): void => {
    this.#unconfirmed = Math.max(0, this.#unconfirmed - 1);
  };
}
