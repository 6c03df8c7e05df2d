/**
 * Milliseconds of the machine's monotonic clock, with fractions. All processes on one machine share it, so their stamps
 * can be subtracted from each other, and it never jumps.
 */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

// Fixed at start: a wall clock that is set while an event runs must not reorder its captions.
const unixOffsetMs = Date.now() - nowMs();

/** The Unix time, in whole milliseconds, of a stamp of {@link nowMs}; by this process's idea of when it started. */
export function toUnixMs(monotonicMs: number): number {
  return Math.round(monotonicMs + unixOffsetMs);
}
