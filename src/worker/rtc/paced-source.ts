import type { LocalAudioTrack } from '@livekit/rtc-node';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { muteTrack } from './mute-track.ts';
import { NativeQueue, OUTPUT_FRAME_MS, OUTPUT_FRAME_SAMPLES } from './native-queue.ts';

/** What a {@link PacedSource} is made of. */
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

/**
 * A local audio track, 48 kHz mono, fed frame by frame in step with the native queue.
 *
 * The owner asks {@link framesDue} and writes that many frames (see `startPacer`). After a stall the lost time is skipped,
 * not played late: what is said now is worth more, and the native queue would keep the delay for the rest of the event.
 */
export class PacedSource {
  readonly name: string;
  readonly frameSamples = OUTPUT_FRAME_SAMPLES;
  readonly #leadMs: number;
  readonly #queue: NativeQueue;
  readonly #track: LocalAudioTrack;
  /** When the last frame written is taken. */
  #takenAtMs: number;
  #writtenFrames = 0;
  #missedSteps = 0;
  #closed = false;

  constructor({ name, leadMs = 40, inStepWith }: PacedSourceOptions) {
    this.name = name;
    this.#leadMs = leadMs;
    if (inStepWith) waitUntil(inStepWith.#nextStepMs(nowMs()));
    this.#queue = new NativeQueue(leadMs);
    this.#takenAtMs = this.#queue.stepMs;
    this.#track = this.#queue.createTrack(name);
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
    return this.#missedSteps + this.#queue.refused;
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
    const takenAtMs = this.#nextTakenMs(nowMs());
    if (this.#writtenFrames > 0 && takenAtMs > this.#takenAtMs + OUTPUT_FRAME_MS) this.#missedSteps++;
    this.#takenAtMs = takenAtMs;
    this.#writtenFrames++;
    this.#queue.write(samples);
  }

  /** Mutes the published track or opens it: a real mute, which everyone in the room is told. What is written meanwhile goes to nobody. */
  setMuted(muted: boolean): void {
    if (!this.#closed) muteTrack(this.#track, muted);
  }

  /** Idempotent. Unpublishing is the room's business. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#queue.close();
    await this.#track.close();
  }

  /** When a frame written at `atMs` is taken. */
  #nextTakenMs(atMs: number): number {
    return Math.max(this.#takenAtMs + OUTPUT_FRAME_MS, this.#nextStepMs(atMs));
  }

  /** The first moment after `atMs` at which the encoder takes a frame. */
  #nextStepMs(atMs: number): number {
    const { stepMs } = this.#queue;
    return stepMs + (Math.floor((atMs - stepMs) / OUTPUT_FRAME_MS) + 1) * OUTPUT_FRAME_MS;
  }
}

/** Spins: a timer is a millisecond off, and a queue made at the wrong moment is out of step for the whole event. */
function waitUntil(atMs: number): void {
  while (nowMs() < atMs);
}
