import { AudioFrame, AudioSource, LocalAudioTrack } from '@livekit/rtc-node';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { SOUND_RATE_HZ } from '../sound/pcm.ts';
import { muteTrack } from './mute-track.ts';
import { QueueSurplus } from './queue-surplus.ts';

/** What is written at a time, milliseconds, half an Opus packet: the native queue gives as much to the encoder at a time. */
export const OUTPUT_FRAME_MS = 10;

export interface PacedSourceOptions {
  readonly name: string;
  /**
   * How long before the encoder takes it a frame is written, a multiple of 10 ms: a stall of the event loop shorter than this is
   * not heard. Every millisecond of it is delay.
   */
  readonly leadMs?: number;
  /** Its encoder takes frames at the same moments, so that both can be written together. Waits up to 10 ms for that. */
  readonly inStepWith?: PacedSource | undefined;
}

/** The queue gives its frame up to 1.5 ms late: one that is written before that waits behind it and may be refused. */
const TAKEN_SURELY_MS = 2;
/** A frame of less than this, −50 dBFS, may be left out: nobody hears that it is missing. */
const QUIET = 100;

/**
 * A local audio track, 48 kHz mono, fed frame by frame in step with the native queue, which gives one to the encoder every
 * 10 ms from the moment it was made.
 *
 * The owner asks {@link framesDue} and writes that many frames (see `startPacer`). After a stall the lost time is skipped,
 * not played late: what is said now is worth more, and the native queue would keep the delay for the rest of the event. What
 * it kept all the same is made good by a frame of silence that is left out; two frames too many are never kept, it refuses the second.
 */
export class PacedSource {
  readonly name: string;
  readonly frameSamples = (SOUND_RATE_HZ / 1000) * OUTPUT_FRAME_MS;
  readonly #leadMs: number;
  readonly #source: AudioSource;
  readonly #track: LocalAudioTrack;
  readonly #frame: AudioFrame;
  readonly #surplus = new QueueSurplus();
  /** Frames are taken this often and every {@link OUTPUT_FRAME_MS} before and after it. */
  readonly #stepMs: number;
  /** When the last frame written is taken. */
  #takenAtMs: number;
  #writtenFrames = 0;
  #underruns = 0;
  #closed = false;

  constructor({ name, leadMs = 40, inStepWith }: PacedSourceOptions) {
    this.name = name;
    this.#leadMs = leadMs;
    if (inStepWith) waitUntil(inStepWith.#nextStepMs(nowMs()));
    this.#stepMs = nowMs();
    this.#source = new AudioSource(SOUND_RATE_HZ, 1, leadMs);
    this.#takenAtMs = this.#stepMs;
    this.#track = LocalAudioTrack.createAudioTrack(name, this.#source);
    this.#frame = AudioFrame.create(SOUND_RATE_HZ, 1, this.frameSamples);
  }

  /** For `RtcRoom.publish` only. @internal */
  get track(): LocalAudioTrack {
    return this.#track;
  }

  /** How long a frame written now waits until the encoder takes it, milliseconds. */
  get queuedMs(): number {
    const atMs = nowMs();
    return this.#nextTakenMs(atMs) - atMs;
  }

  /** Audio written since the beginning, milliseconds. */
  get writtenMs(): number {
    return this.#writtenFrames * OUTPUT_FRAME_MS;
  }

  /** How often the encoder found nothing because a frame came too late, or the queue refused one because of that. */
  get underruns(): number {
    return this.#underruns;
  }

  /** Frames to write now so that the queue holds the lead again; 0 when it does. */
  framesDue(atMs: number): number {
    const missingMs = atMs - TAKEN_SURELY_MS + this.#leadMs - this.#nextTakenMs(atMs);
    return missingMs < 0 ? 0 : Math.floor(missingMs / OUTPUT_FRAME_MS) + 1;
  }

  /** Milliseconds until the next frame is due; negative when it is late. */
  untilDueMs(atMs: number): number {
    return this.#takenAtMs + OUTPUT_FRAME_MS - this.#leadMs + TAKEN_SURELY_MS - atMs;
  }

  /** Hands over one frame. `samples` has exactly `frameSamples` values and may be reused after the call. */
  write(samples: Int16Array): void {
    if (this.#closed) return;
    const atMs = nowMs();
    const takenAtMs = this.#nextTakenMs(atMs);
    if (this.#writtenFrames > 0 && takenAtMs > this.#takenAtMs + OUTPUT_FRAME_MS) this.#underruns++;
    this.#takenAtMs = takenAtMs;
    this.#writtenFrames++;
    if (this.#surplus.there && isQuiet(samples)) return this.#surplus.removed();
    // The library reads from the start of the underlying buffer, so the samples are copied into a frame that owns its own;
    // the native side copies them again before `captureFrame` returns to its first await.
    this.#frame.data.set(samples);
    this.#source.captureFrame(this.#frame).then(() => this.#surplus.confirmed(nowMs() - atMs), this.#refused);
  }

  /** Mutes the published track or opens it: a real mute, which everyone in the room is told. What is written meanwhile goes to nobody. */
  setMuted(muted: boolean): void {
    if (!this.#closed) muteTrack(this.#track, muted);
  }

  /** Idempotent. Unpublishing is the room's business. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#track.close();
  }

  readonly #refused = (): void => {
    if (!this.#closed) this.#underruns++;
  };

  /** When a frame written at `atMs` is taken. */
  #nextTakenMs(atMs: number): number {
    return Math.max(this.#takenAtMs + OUTPUT_FRAME_MS, this.#nextStepMs(atMs));
  }

  /** The first moment after `atMs` at which the encoder takes a frame. */
  #nextStepMs(atMs: number): number {
    return this.#stepMs + (Math.floor((atMs - this.#stepMs) / OUTPUT_FRAME_MS) + 1) * OUTPUT_FRAME_MS;
  }
}

function isQuiet(samples: Int16Array): boolean {
  return samples.every((sample) => sample > -QUIET && sample < QUIET);
}

/** Spins: a timer is a millisecond off, and a queue made at the wrong moment is out of step for the whole event. */
function waitUntil(atMs: number): void {
  while (nowMs() < atMs);
}
