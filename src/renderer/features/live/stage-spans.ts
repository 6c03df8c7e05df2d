import type { LanguageTrace, SegmentTrace } from '../../../shared/live/trace.ts';
import { FLOOR_TRACK, languageOfChannelTrack } from '../../../shared/tracks.ts';

/**
 * The stages of the way of a segment, in its order, as far as the session worker sees it. Each ends where the next begins:
 *
 * - `recogniser`: the end of the segment arrived → the recogniser delivered the text that was committed
 * - `stability`: → the commit policy was sure of it
 * - `translator`: → the translation is there
 * - `voice`: → the first piece of it is synthesised
 * - `queue`: → its first sample was handed to the SFU client, after the speech before it had ended
 * - `out`: → the audio in front of it in the client's queue is sent
 *
 * The network before and after is measured by a rehearsal only, whose speakers and listener are ours.
 */
export const LIVE_STAGES = ['recogniser', 'stability', 'translator', 'voice', 'queue', 'out'] as const;
export type LiveStage = (typeof LIVE_STAGES)[number];

/** One stage of one segment, milliseconds of the machine's monotonic clock. */
export interface StageSpan {
  readonly stage: LiveStage;
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * The stages that a segment has passed on `track`, without gap or overlap from the arrival of its last sample; on the floor
 * they end with the committed text. A stage that the trace does not tell, or that ended before the one before it, is left out.
 */
export function stageSpans(trace: SegmentTrace, track: string): readonly StageSpan[] {
  const entry = entryOf(trace, track);
  const ends: ReadonlyArray<readonly [LiveStage, number | undefined]> = [
    ['recogniser', trace.recognisedMs],
    ['stability', trace.committedMs],
    ['translator', entry?.translatedMs],
    ['voice', entry?.firstAudioMs],
    ['queue', entry?.firstSampleOutMs],
    ['out', entry?.firstSampleOutMs === undefined || entry.outQueueMs === undefined ? undefined : entry.firstSampleOutMs + entry.outQueueMs],
  ];
  let reachedMs = trace.speechEndArrivedMs;
  return ends.flatMap(([stage, endMs]) => {
    if (endMs === undefined || endMs <= reachedMs) return [];
    const span = { stage, startMs: reachedMs, endMs };
    reachedMs = endMs;
    return span;
  });
}

/** What became of a segment on the channel of `track`; undefined on the floor and for a language it was not meant for. */
export function entryOf(trace: SegmentTrace, track: string): LanguageTrace | undefined {
  const language = track === FLOOR_TRACK ? undefined : languageOfChannelTrack(track);
  return language === undefined ? undefined : trace.languages.find((entry) => entry.language === language);
}
