import { nowMs } from '../pipeline/clock.ts';
import { OUTPUT_FRAME_MS } from '../rtc/paced-source.ts';

/** Beats for an event without channels, whose floor is still metered. A clock for `startPacer`. */
export class FloorClock {
  readonly frameMs = OUTPUT_FRAME_MS;
  #dueMs = nowMs();

  /** A frame was written. */
  advance(): void {
    this.#dueMs = Math.max(this.#dueMs + this.frameMs, nowMs() - this.frameMs);
  }

  /** Frames to write now. */
  framesDue(atMs: number): number {
    return atMs >= this.#dueMs ? 1 : 0;
  }

  /** Milliseconds until the next frame is due; negative when it is late. */
  untilDueMs(atMs: number): number {
    return this.#dueMs - atMs;
  }
}
