import { percentile } from '../../../shared/quality/percentiles.ts';
import type { LanguageTrace } from '../../../shared/live/trace.ts';
import { FLOOR_TRACK } from '../../../shared/tracks.ts';
import type { HeardTrace } from '../../state/heard-traces.ts';
import { niceCeiling } from './nice-scale.ts';
import { entryOf, ESTIMATED_STAGES, type EstimatedStage, stageEstimates, type StageSpan, stageSpans } from './stage-spans.ts';

/** Where the time axis begins: the end of the segment (its delay is read off), or its first word (the ear-voice span is). Both as they left the SFU, or arrived where that is not known. */
export type WaterfallOrigin = 'speech-end' | 'first-word';

/** One segment of the waterfall. Times are milliseconds after the origin. */
export interface WaterfallRow {
  readonly segmentId: string;
  readonly trace: HeardTrace;
  /** On the floor: what became of its text, which is always there. */
  readonly outcome: LanguageTrace['outcome'] | 'text';
  /** While the speaker spoke; without length when the axis begins at the end of speech. */
  readonly speech: { readonly startMs: number; readonly endMs: number };
  readonly stages: readonly StageSpan[];
  /** Stages that it passed in a time that is not known. */
  readonly unknown: readonly EstimatedStage[];
  /** Last thing that is known of it. */
  readonly endMs: number;
}

export interface Waterfall {
  /** Newest first. */
  readonly rows: readonly WaterfallRow[];
  /** End of the axis, the same for all rows: a round number. A segment more than twice as late as the median goes beyond it, so that it does not flatten the rest. */
  readonly scaleMs: number;
  /** Distance of its lines. */
  readonly tickMs: number;
}

/** An axis shorter than this magnifies noise, milliseconds. */
const SHORTEST_SCALE_MS = 500;
const TICKS_AT_MOST = 6;

/** The segments of `traces` (oldest first) that were meant for `track`, newest first, on one axis. */
export function waterfall(traces: readonly HeardTrace[], track: string, origin: WaterfallOrigin): Waterfall {
  const rows = traces.toReversed().flatMap((trace) => rowOf(trace, track, origin));
  const ends = rows.map(({ endMs }) => endMs);
  const scaleMs = niceCeiling(Math.max(SHORTEST_SCALE_MS, Math.min(2 * (percentile(ends, 0.5) ?? 0), Math.max(0, ...ends))));
  const tickMs = [50, 100, 200, 500, 1_000, 2_000, 5_000].find((step) => scaleMs / step <= TICKS_AT_MOST) ?? 10_000;
  return { rows, scaleMs, tickMs };
}

function rowOf(trace: HeardTrace, track: string, origin: WaterfallOrigin): WaterfallRow[] {
  const entry = entryOf(trace, track);
  if (track !== FLOOR_TRACK && !entry) return [];
  const estimates = stageEstimates(trace, track);
  const inMs = estimates.networkIn ?? 0;
  const originMs = (origin === 'speech-end' ? trace.speechEndArrivedMs : trace.speechStartArrivedMs) - inMs;
  const stages = stageSpans(trace, track).map(({ stage, startMs, endMs }) => ({ stage, startMs: startMs - originMs, endMs: endMs - originMs }));
  const speech = { startMs: Math.max(0, trace.speechStartArrivedMs - inMs - originMs), endMs: trace.speechEndArrivedMs - inMs - originMs };
  const unknown = ESTIMATED_STAGES.filter((stage) => stage in estimates && estimates[stage] === undefined);
  return [{ segmentId: trace.segmentId, trace, outcome: entry?.outcome ?? 'text', speech, stages, unknown, endMs: stages.at(-1)?.endMs ?? speech.endMs }];
}
