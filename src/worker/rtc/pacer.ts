import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { OUTPUT_FRAME_MS } from './native-queue.ts';
import type { PacedSource } from './paced-source.ts';

export interface PacerOptions {
  /** Its queue sets the beat. Sources that are written together, from the same beat on, stay in step with it. */
  readonly clock: Pick<PacedSource, 'framesDue' | 'untilDueMs'>;
  /** Write one frame to every source. Must not throw and must not wait. */
  readonly writeFrame: () => void;
  /** The loop came late by more than a frame. */
  readonly onStall?: (lateMs: number) => void;
}

/** Later than this the loop has done something else meanwhile, and what arrived waits behind the timers. */
const LATE_MS = 2;

/**
 * Calls `writeFrame` in step with the clock until the returned function is called. No drift: the next call is due when the
 * queue of `clock` is down to its lead, however late this one came. A stalled event loop is made good with as many frames
 * as the queue is short of, and no more; what arrived from the network during the stall is received first.
 */
export function startPacer({ clock, writeFrame, onStall }: PacerOptions): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let immediate: ReturnType<typeof setImmediate> | undefined;
  let stopped = false;
  let started = false;

  const beat = (): void => {
    const atMs = nowMs();
    const lateMs = -clock.untilDueMs(atMs);
    if (started && lateMs > OUTPUT_FRAME_MS) onStall?.(lateMs);
    started = true;
    for (let due = clock.framesDue(atMs); due > 0 && !stopped; due--) writeFrame();
    // Timers fire up to a millisecond early; a beat that finds nothing due would only cost another one.
    if (!stopped) timer = setTimeout(onTimer, Math.max(1, Math.ceil(clock.untilDueMs(nowMs()))));
  };
  const onTimer = (): void => {
    if (-clock.untilDueMs(nowMs()) < LATE_MS) beat();
    else immediate = setImmediate(beat);
  };
  beat();

  return () => {
    stopped = true;
    clearTimeout(timer);
    clearImmediate(immediate);
  };
}
