import { percentile } from '../../../shared/quality/percentiles.ts';
import { FLOOR_TRACK } from '../../../shared/tracks.ts';
import type { HeardTrace } from '../../state/heard-traces.ts';
import { entryOf, ESTIMATED_STAGES, type EstimatedStage, isEstimated, LIVE_STAGES, type LiveStage, stageEstimates, stageSpans } from './stage-spans.ts';

/** Segments that the delay of a strip stands for. */
export const DELAY_SEGMENTS = 20;

/** How late a track is for who listens to it, over its newest segments; milliseconds. What is not known is undefined. */
export interface ChannelDelay {
  /**
   * From the moment at which the segment's last sample left the SFU: on a channel with a voice until its first translated sample is
   * played, of segments that were spoken; without a voice until its caption is published; on the floor to its committed text. The
   * stages that are estimated are in it as far as they are known; a segment that does not know one has the mean of the others.
   */
  readonly p50Ms: number | undefined;
  readonly p95Ms: number | undefined;
  /** Median from the segment's first sample to the same moment. */
  readonly earVoiceSpanMs: number | undefined;
  /** Mean share of each stage that was passed, in the order of the path: means add up, medians would not. An estimated stage is there as soon as one segment knows it. */
  readonly shares: ReadonlyArray<{ readonly stage: LiveStage; readonly meanMs: number }>;
  /** Segments that the figures stand for. */
  readonly segments: number;
}

/**
 * The delay of `track`, from its newest {@link DELAY_SEGMENTS} segments among `traces` (oldest first). `hasVoice`: the channel can
 * be spoken on. What is only captioned there, because a human interprets, has no part in it: a caption is there in a fraction of
 * the time, and its segment has passed half of the stages.
 */
export function channelDelay(traces: readonly HeardTrace[], track: string, hasVoice: boolean): ChannelDelay {
  const newest: Array<{ readonly trace: HeardTrace; readonly reachedMs: number }> = [];
  for (const trace of traces.toReversed()) {
    const reachedMs = track === FLOOR_TRACK ? trace.committedMs : reachedChannelMs(trace, track, hasVoice);
    if (reachedMs !== undefined) newest.push({ trace, reachedMs });
    if (newest.length === DELAY_SEGMENTS) break;
  }
  const measured = newest.map(({ trace }) => trace);
  const means = meanEstimates(measured, track);
  const onTheWayMs = (trace: HeardTrace): number => {
    const own = stageEstimates(trace, track);
    return ESTIMATED_STAGES.reduce((sum, stage) => sum + (own[stage] ?? means.get(stage) ?? 0), 0);
  };
  const delays = newest.map(({ trace, reachedMs }) => Math.max(0, reachedMs - trace.speechEndArrivedMs) + onTheWayMs(trace));
  const spans = newest.map(({ trace, reachedMs }) => reachedMs - trace.speechStartArrivedMs + onTheWayMs(trace));
  return { p50Ms: percentile(delays, 0.5), p95Ms: percentile(delays, 0.95), earVoiceSpanMs: percentile(spans, 0.5), shares: meanShares(measured, track, means), segments: newest.length };
}

/** Of each estimated stage, over the segments that know it. */
function meanEstimates(traces: readonly HeardTrace[], track: string): ReadonlyMap<EstimatedStage, number> {
  const estimates = traces.map((trace) => stageEstimates(trace, track));
  return new Map(
    ESTIMATED_STAGES.flatMap((stage) => {
      const known = estimates.flatMap((each) => each[stage] ?? []);
      return known.length === 0 ? [] : [[stage, known.reduce((sum, ms) => sum + ms, 0) / known.length] as const];
    }),
  );
}

function meanShares(traces: readonly HeardTrace[], track: string, means: ReadonlyMap<EstimatedStage, number>): ChannelDelay['shares'] {
  const sums = new Map<LiveStage, number>();
  for (const trace of traces) for (const { stage, startMs, endMs } of stageSpans(trace, track)) sums.set(stage, (sums.get(stage) ?? 0) + endMs - startMs);
  return LIVE_STAGES.flatMap((stage) => {
    const sumMs = sums.get(stage);
    const meanMs = isEstimated(stage) ? means.get(stage) : sumMs === undefined ? undefined : sumMs / traces.length;
    return meanMs === undefined ? [] : { stage, meanMs };
  });
}

function reachedChannelMs(trace: HeardTrace, track: string, hasVoice: boolean): number | undefined {
  const found = entryOf(trace, track);
  if (!hasVoice) return found?.outcome === 'caption-only' ? found.captionPublishedMs : undefined;
  return found?.firstSampleOutMs;
}
