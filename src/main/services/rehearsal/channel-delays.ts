import type { LanguageTrace, SegmentTrace } from '../../../shared/live/trace.ts';
import { percentile } from '../../../shared/quality/percentiles.ts';
import type { SpokenSpan } from './spoken-spans.ts';

/**
 * The stages that the machine delay is made of, in the order of the path. Each ends where the next begins, so that for one
 * segment they add up to its machine delay (their medians over many segments need not):
 *
 * - `networkIn`: the last word left the speaker's encoder → its end arrived at the session worker
 * - `recogniser`: → the recogniser delivered the text that was committed, look-ahead and its wait for silence included
 * - `stability`: → the commit policy was sure of it
 * - `translator`: → the translation is there
 * - `voice`: → the first piece of it is synthesised
 * - `queue`: → its first sample was handed to the encoder, after the speech before it had ended
 * - `networkOut`: → that sample reached the listener (encoder, SFU, network)
 * - `playout`: → it left the listener's jitter buffer; the buffer's mean over the run, of which one segment's may differ
 */
export const DELAY_STAGES = ['networkIn', 'recogniser', 'stability', 'translator', 'voice', 'queue', 'networkOut', 'playout'] as const;
export type DelayStage = (typeof DELAY_STAGES)[number];

/** One segment as heard on one channel, milliseconds. */
export interface ChannelDelay {
  readonly segmentId: string;
  readonly machineDelayMs: number;
  readonly earVoiceSpanMs: number;
  readonly stagesMs: Readonly<Record<DelayStage, number>>;
  /** False: speech was back-to-back, and the moment it was heard is worked out from the channel's other segments. */
  readonly onsetHeard: boolean;
}

/** Longest way from the encoder to the listener that still counts as the same sound. */
const MAX_WAY_OUT_MS = 600;

/** The probe calls a sound an onset after this much silence. */
const ONSET_SILENCE_MS = 40;

/**
 * Machine delay and ear-voice span of every segment spoken on one channel. `jitterBufferMs`: mean of the listener's.
 *
 * The moment a translation is heard is the probe's first onset after its first sample went out. Where the channel was still
 * speaking (less than 40 ms of silence before it), no onset can be told apart; then it is `firstSampleOutMs` plus the median
 * way out of the segments of this channel that could be matched, and a segment is left out when there is none.
 */
export function channelDelays(language: string, traces: readonly SegmentTrace[], spans: ReadonlyMap<string, SpokenSpan>, onsetsMs: readonly number[], jitterBufferMs = 0): ChannelDelay[] {
  const spoken = traces
    .flatMap((trace) => trace.languages.filter((entry) => entry.language === language).map((entry) => ({ trace, entry })))
    .flatMap(({ trace, entry }) => (entry.firstSampleOutMs === undefined ? [] : [{ trace, entry, outMs: entry.firstSampleOutMs }]))
    .sort((a, b) => a.outMs - b.outMs);
  const heard = matchOnsets(spoken, onsetsMs);
  const typicalWayMs = percentile([...heard].map(([index, atMs]) => atMs - (spoken[index] as (typeof spoken)[number]).outMs), 0.5);
  return spoken.flatMap(({ trace, entry, outMs }, index) => {
    const span = spans.get(trace.segmentId);
    const heardMs = heard.get(index) ?? (typicalWayMs === undefined ? undefined : outMs + typicalWayMs);
    if (!span || heardMs === undefined) return [];
    return {
      segmentId: trace.segmentId,
      machineDelayMs: heardMs - span.lastWordEndMs,
      earVoiceSpanMs: heardMs - span.firstWordStartMs,
      stagesMs: stageShares(trace, entry, { startMs: span.lastWordEndMs, heardMs, jitterBufferMs }),
      onsetHeard: heard.has(index),
    };
  });
}

/** Median share of each stage, in the order of the path; empty without any delay. */
export function medianStages(delays: ReadonlyArray<Pick<ChannelDelay, 'stagesMs'>>): Record<string, number> {
  if (delays.length === 0) return {};
  return Object.fromEntries(DELAY_STAGES.map((stage) => [stage, percentile(delays.map(({ stagesMs }) => stagesMs[stage]), 0.5) ?? 0]));
}

/** Share of each stage of the delay that stands at `quantile` of them (nearest rank); undefined without any. */
export function stagesAt(delays: ReadonlyArray<Pick<ChannelDelay, 'machineDelayMs' | 'stagesMs'>>, quantile: number): Record<string, number> | undefined {
  const atMs = percentile(delays.map(({ machineDelayMs }) => machineDelayMs), quantile);
  return delays.find(({ machineDelayMs }) => machineDelayMs === atMs)?.stagesMs;
}

interface Spoken {
  readonly entry: LanguageTrace;
  readonly outMs: number;
}

/** By place in `spoken` (in order of `outMs`): when its onset was heard. Each onset is given once. */
function matchOnsets(spoken: readonly Spoken[], onsetsMs: readonly number[]): Map<number, number> {
  const onsets = [...onsetsMs].sort((a, b) => a - b);
  const matched = new Map<number, number>();
  let next = 0;
  let busyUntilMs = -Infinity;
  for (const [index, { entry, outMs }] of spoken.entries()) {
    const silentBefore = outMs - busyUntilMs >= ONSET_SILENCE_MS;
    busyUntilMs = Math.max(busyUntilMs, entry.lastSampleOutMs ?? outMs + (entry.audioMs ?? 0));
    while (next < onsets.length && (onsets[next] as number) < outMs) next++;
    const onset = onsets[next];
    if (!silentBefore || onset === undefined || onset > outMs + MAX_WAY_OUT_MS) continue;
    matched.set(index, onset);
    next++;
  }
  return matched;
}

/** Times that the trace does not have, or that lie before the stage's beginning, make a share of 0. */
function stageShares(trace: SegmentTrace, entry: LanguageTrace, { startMs, heardMs, jitterBufferMs }: { startMs: number; heardMs: number; jitterBufferMs: number }): Record<DelayStage, number> {
  const ends: Record<DelayStage, number | undefined> = {
    networkIn: trace.speechEndArrivedMs,
    recogniser: trace.recognisedMs,
    stability: trace.committedMs,
    translator: entry.translatedMs,
    voice: entry.firstAudioMs,
    queue: entry.firstSampleOutMs,
    networkOut: Math.max(entry.firstSampleOutMs ?? startMs, heardMs - jitterBufferMs),
    playout: heardMs,
  };
  const shares = {} as Record<DelayStage, number>;
  let reachedMs = startMs;
  for (const stage of DELAY_STAGES) {
    // Never past the end: the recogniser may believe a word to end later than it did.
    const endMs = Math.min(heardMs, Math.max(reachedMs, ends[stage] ?? reachedMs));
    shares[stage] = endMs - reachedMs;
    reachedMs = Math.max(reachedMs, endMs);
  }
  return shares;
}
