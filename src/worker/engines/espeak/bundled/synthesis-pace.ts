/** Audio made as fast as possible at the beginning of a clause: it covers everything that may delay the rest. */
const HEAD_START_MS = 300;
/** Afterwards, times real time. espeak-ng could do 40; every voice of a segment would then fill a core at the same moment. */
const TIMES_REAL_TIME = 8;

/**
 * How long a voice should rest after `madeMs` of audio made in `elapsedMs`, milliseconds, 0 when it should go on.
 *
 * All languages of a segment are synthesised at once. At full speed they take every core for some 200 ms, and packets that
 * leave or arrive late in that time make the jitter buffers of everybody longer for half a minute (measured: 60 → 200 ms).
 */
export function restMs(madeMs: number, elapsedMs: number): number {
  return Math.max(0, (madeMs - HEAD_START_MS) / TIMES_REAL_TIME - elapsedMs);
}
