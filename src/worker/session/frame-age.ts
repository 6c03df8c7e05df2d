/** How long the best frame is remembered; a slip of the pace that stays is forgotten after this. */
const WINDOW_MS = 60_000;
/** The window moves on in steps of this: twelve numbers instead of one a frame. */
const STEP_MS = 5_000;

interface Step {
  readonly sinceMs: number;
  /** The smallest `arrivedAtMs − mediaMs` of it. */
  leastMs: number;
}

/**
 * How long the frames of one stream have waited since they left the jitter buffer. They carry no time of their own, and when many
 * are read at once after a stall, all of them arrive "now"; but the buffer gives 10 ms of audio every 10 ms, so the position in the
 * stream is a clock. The frame that came soonest of the last minute sets it, and every other one is as old as it is behind that.
 *
 * What it cannot tell: a delay that all frames of a minute had. And whatever makes the buffer give more or less than 10 ms in
 * 10 ms (its own clock stands still, a stream that pauses) moves the clock: what then seems late is late for a minute, no longer.
 */
export class FrameAge {
  readonly #steps: Step[] = [];

  /**
   * The age of a frame at `nowMs`, milliseconds, never negative. `mediaMs`: its place in the stream, dropped frames counted;
   * `arrivedAtMs`: when it was read, at most `nowMs`. Call for each frame, in order.
   */
  of({ mediaMs, arrivedAtMs }: { readonly mediaMs: number; readonly arrivedAtMs: number }, nowMs: number): number {
    while (this.#steps[0] && arrivedAtMs - this.#steps[0].sinceMs >= WINDOW_MS) this.#steps.shift();
    const offsetMs = arrivedAtMs - mediaMs;
    const newest = this.#steps.at(-1);
    if (newest && arrivedAtMs - newest.sinceMs < STEP_MS) newest.leastMs = Math.min(newest.leastMs, offsetMs);
    else this.#steps.push({ sinceMs: arrivedAtMs, leastMs: offsetMs });
    const anchorMs = this.#steps.reduce((least, { leastMs }) => Math.min(least, leastMs), Infinity);
    return nowMs - anchorMs - mediaMs;
  }
}
