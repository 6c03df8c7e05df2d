import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { OUTPUT_FRAME_MS } from './encoder-feed.ts';

export interface PacerOptions {
  /** Write one frame to every source. Must not throw and must not wait. */
  readonly writeFrame: () => void;
  /** The loop came late by more than a frame. */
  readonly onStall?: (lateMs: number) => void;
  /** So many frames will never be written: the loop came too late for them. */
  readonly onLost?: (frames: number) => void;
}

/** Later than this the loop has done something else meanwhile, and what arrived waits behind the timers. */
const LATE_MS = 2;
/**
 * So many frames of a stall are made good at once, 100 ms: jitter buffers play a burst of that length a little faster. What is said now
 * is worth more than the rest of a longer one.
 */
const MOST_AT_ONCE = 10;

/**
 * Calls `writeFrame` every {@link OUTPUT_FRAME_MS} until the returned function is called. No drift: the clock says how many frames are
 * due, however late the last call came. After a stall of the event loop, what arrived from the network meanwhile is received first.
 */
export function startPacer({ writeFrame, onStall, onLost }: PacerOptions): () => void {
  const startedMs = nowMs();
  let frames = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let immediate: ReturnType<typeof setImmediate> | undefined;
  let stopped = false;

  const lateMs = (): number => nowMs() - startedMs - frames * OUTPUT_FRAME_MS;
  const beat = (): void => {
    const late = lateMs();
    if (late > OUTPUT_FRAME_MS) onStall?.(late);
    const due = Math.max(0, Math.floor(late / OUTPUT_FRAME_MS) + 1);
    const lost = Math.max(0, due - MOST_AT_ONCE);
    if (lost > 0) onLost?.(lost);
    frames += lost;
    // What falls due while these are written is for the next beat: between two of them everybody else has a turn.
    for (let left = due - lost; left > 0 && !stopped; left--, frames++) writeFrame();
    // Timers fire up to a millisecond early; a beat that finds nothing due would only cost another one.
    if (!stopped) timer = setTimeout(onTimer, Math.max(1, Math.ceil(-lateMs())));
  };
  const onTimer = (): void => {
    if (lateMs() < LATE_MS) beat();
    else immediate = setImmediate(beat);
  };
  beat();

  return () => {
    stopped = true;
    clearTimeout(timer);
    clearImmediate(immediate);
  };
}
