import { percentile } from '../../../shared/quality/percentiles.ts';
import type { SegmentTrace } from '../../../shared/live/trace.ts';
import { FLOOR_TRACK } from '../../../shared/tracks.ts';
import { entryOf, LIVE_STAGES, type LiveStage, stageSpans } from './stage-spans.ts';

/** Segments that the delay of a strip stands for. */
export const DELAY_SEGMENTS = 20;

/** How late a track is, over its newest segments; milliseconds. What is not known is undefined. */
export interface ChannelDelay {
  /**
   * From the arrival of the segment's last sample: on a channel with a voice until its first translated sample leaves the SFU
   * client's queue, of segments that were spoken; without a voice until its caption is published; on the floor to its committed text.
   */
  readonly p50Ms: number | undefined;
  readonly p95Ms: number | undefined;
  /** Median from the arrival of the segment's first sample to the same moment. */
  readonly earVoiceSpanMs: number | undefined;
  /** Mean share of each stage that was passed, in the order of the path: means add up, medians would not. */
  readonly shares: ReadonlyArray<{ readonly stage: LiveStage; readonly meanMs: number }>;
  /** Segments that the figures stand for. */
  readonly segments: number;
}

/**
 * The delay of `track`, from its newest {@link DELAY_SEGMENTS} segments among `traces` (oldest first). `hasVoice`: the channel can
 * be spoken on. What is only captioned there, because a human interprets, has no part in it: a caption is there in a fraction of
 * the time, and its segment has passed half of the stages.
 */
export function channelDelay(traces: readonly SegmentTrace[], track: string, hasVoice: boolean): ChannelDelay {
  const newest: Array<{ readonly trace: SegmentTrace; readonly reachedMs: number }> = [];
  for (const trace of traces.toReversed()) {
    const reachedMs = track === FLOOR_TRACK ? trace.committedMs : reachedChannelMs(trace, track, hasVoice);
    if (reachedMs !== undefined) newest.push({ trace, reachedMs });
    if (newest.length === DELAY_SEGMENTS) break;
  }
  const delays = newest.map(({ trace, reachedMs }) => Math.max(0, reachedMs - trace.speechEndArrivedMs));
  const spans = newest.map(({ trace, reachedMs }) => reachedMs - trace.speechStartArrivedMs);
  return { p50Ms: percentile(delays, 0.5), p95Ms: percentile(delays, 0.95), earVoiceSpanMs: percentile(spans, 0.5), shares: meanShares(newest.map(({ trace }) => trace), track), segments: newest.length };
}

function meanShares(traces: readonly SegmentTrace[], track: string): ChannelDelay['shares'] {
  const sums = new Map<LiveStage, number>();
  for (const trace of traces) for (const { stage, startMs, endMs } of stageSpans(trace, track)) sums.set(stage, (sums.get(stage) ?? 0) + endMs - startMs);
  return LIVE_STAGES.flatMap((stage) => {
    const sumMs = sums.get(stage);
    return sumMs === undefined ? [] : { stage, meanMs: sumMs / traces.length };
  });
}

function reachedChannelMs(trace: SegmentTrace, track: string, hasVoice: boolean): number | undefined {
  const found = entryOf(trace, track);
  if (!hasVoice) return found?.outcome === 'caption-only' ? found.captionPublishedMs : undefined;
  return found?.firstSampleOutMs === undefined ? undefined : found.firstSampleOutMs + (found.outQueueMs ?? 0);
}
