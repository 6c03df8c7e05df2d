import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { OUTPUT_FRAME_MS } from '../rtc/native-queue.ts';

/** Beats for an event without channels, whose floor is still metered. A clock for `startPacer`. */
export class FloorClock {
  #dueMs = nowMs();

  /** A frame was written. */
  advance(): void {
    this.#dueMs = Math.max(this.#dueMs + OUTPUT_FRAME_MS, nowMs() - OUTPUT_FRAME_MS);
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
