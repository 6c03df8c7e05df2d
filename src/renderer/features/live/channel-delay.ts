import { percentile } from '../../../shared/quality/percentiles.ts';
import type { SegmentTrace } from '../../../shared/live/trace.ts';

/** Segments that the delay of a strip stands for. */
export const DELAY_SEGMENTS = 20;

/**
 * Median delay of the newest segments on `track`, milliseconds from the arrival of the segment's last sample: on a channel
 * to its first translated sample (where there is no voice: to its caption), on the floor to its committed text.
 * `undefined` until there is one.
 */
export function channelDelayMs(traces: readonly SegmentTrace[], track: string): number | undefined {
  const delays: number[] = [];
  for (const trace of traces.toReversed()) {
    const reachedMs = track === 'floor' ? trace.committedMs : reachedChannelMs(trace, track);
    if (reachedMs !== undefined) delays.push(Math.max(0, reachedMs - trace.speechEndArrivedMs));
    if (delays.length === DELAY_SEGMENTS) break;
  }
  return percentile(delays, 0.5);
}

function reachedChannelMs(trace: SegmentTrace, track: string): number | undefined {
  const found = trace.languages.find(({ language }) => track === `channel:${language}`);
  return found?.firstSampleOutMs ?? (found?.outcome === 'caption-only' ? found.captionPublishedMs : undefined);
}
