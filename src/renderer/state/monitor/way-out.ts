import { percentile } from '../../../shared/quality/percentiles.ts';
import { CODEC_DELAY_MS, type ConnectionSample } from './stats-delta.ts';

/** How long audio is on its way from the SFU to this console's ears, milliseconds, reckoned and not measured. Absent: not known. */
export interface WayOut {
  /** Half a round trip, and what Opus needs to fill and code a packet. */
  readonly networkMs?: number;
  /** Wait in the jitter buffer. */
  readonly playoutMs?: number;
}

/** Seconds that an estimate is the median of: a single slow one is no reason to believe that all are. */
const SECONDS = 10;

/** From the newest of `samples`, oldest first, one a second. */
export function wayOutOf(samples: readonly ConnectionSample[]): WayOut {
  const newest = samples.slice(-SECONDS);
  const roundTripMs = percentile(newest.flatMap(({ rttMs }) => rttMs ?? []), 0.5);
  const playoutMs = percentile(newest.flatMap(({ jitterBufferMs }) => jitterBufferMs ?? []), 0.5);
  return { ...(roundTripMs !== undefined && { networkMs: roundTripMs / 2 + CODEC_DELAY_MS }), ...(playoutMs !== undefined && { playoutMs }) };
}
