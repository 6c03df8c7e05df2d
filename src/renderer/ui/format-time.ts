/** Time of day of a Unix time in milliseconds, `14:05:09`, in the machine's zone. */
export function formatTime(unixMs: number): string {
  return new Date(unixMs).toLocaleTimeString('en-GB');
}

/** A span as `5:09` or `1:05:09`; negative spans (clocks that differ) count as none. */
export function formatSpan(spanMs: number): string {
  const total = Math.max(0, Math.floor(spanMs / 1_000));
  const hours = Math.floor(total / 3_600);
  const minutes = Math.floor(total / 60) % 60;
  const seconds = String(total % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}
