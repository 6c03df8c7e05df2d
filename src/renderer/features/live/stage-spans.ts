import type { LanguageTrace, SegmentTrace } from '../../../shared/live/trace.ts';
import { FLOOR_TRACK, languageOfChannelTrack } from '../../../shared/tracks.ts';
import type { HeardTrace } from '../../state/heard-traces.ts';

/**
 * The stages of the way of a segment from the speaker to a listener, in its order. Each ends where the next begins:
 *
 * - `networkIn`: the end of the segment left the SFU → it arrived at the session worker, out of the jitter buffer
 * - `recogniser`: → the recogniser delivered the text that was committed
 * - `stability`: → the commit policy was sure of it
 * - `translator`: → the translation is there
 * - `voice`: → the first piece of it is synthesised
 * - `queue`: → its first sample was handed to the encoder, after the speech before it had ended
 * - `networkOut`: → it reached a listener through the SFU
 * - `playout`: → it left the listener's jitter buffer
 *
 * A rehearsal measures the whole of it, because its speakers and its listener are ours. In an event the ways through the network are
 * estimated, and this console stands for the listener.
 */
export const LIVE_STAGES = ['networkIn', 'recogniser', 'stability', 'translator', 'voice', 'queue', 'networkOut', 'playout'] as const;
export type LiveStage = (typeof LIVE_STAGES)[number];

/** The stages that nobody measures on a segment itself. */
export const ESTIMATED_STAGES = ['networkIn', 'networkOut', 'playout'] as const;
export type EstimatedStage = (typeof ESTIMATED_STAGES)[number];

/** Whether the length of `stage` is an estimate. */
export const isEstimated = (stage: LiveStage): stage is EstimatedStage => (ESTIMATED_STAGES as readonly LiveStage[]).includes(stage);

/** One stage of one segment, milliseconds of the machine's monotonic clock. */
export interface StageSpan {
  readonly stage: LiveStage;
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * The stages that a segment has passed on `track`, without gap or overlap from the moment at which its last sample left the SFU, or
 * arrived where that is not known; on the floor they end with the committed text, and where nothing was spoken without the way out. A
 * stage that is not known, or that ended before the one before it, is left out.
 */
export function stageSpans(trace: HeardTrace, track: string): readonly StageSpan[] {
  const entry = entryOf(trace, track);
  const { networkIn = 0, networkOut, playout } = stageEstimates(trace, track);
  const outMs = entry?.firstSampleOutMs;
  const ends: ReadonlyArray<readonly [LiveStage, number | undefined]> = [
    ['networkIn', trace.speechEndArrivedMs],
    ['recogniser', trace.recognisedMs],
    ['stability', trace.committedMs],
    ['translator', entry?.translatedMs],
    ['voice', entry?.firstAudioMs],
    ['queue', outMs],
    ['networkOut', outMs === undefined || networkOut === undefined ? undefined : outMs + networkOut],
    ['playout', outMs === undefined || playout === undefined ? undefined : outMs + (networkOut ?? 0) + playout],
  ];
  let reachedMs = trace.speechEndArrivedMs - networkIn;
  return ends.flatMap(([stage, endMs]) => {
    if (endMs === undefined || endMs <= reachedMs) return [];
    const span = { stage, startMs: reachedMs, endMs };
    reachedMs = endMs;
    return span;
  });
}

/** How long the estimated stages of a segment took on `track`, milliseconds: those that it passed, `undefined` where it is not known. */
export function stageEstimates(trace: HeardTrace, track: string): Readonly<Partial<Record<EstimatedStage, number | undefined>>> {
  const { networkInMs, networkOutMs, wayOut } = trace;
  if (entryOf(trace, track)?.firstSampleOutMs === undefined) return { networkIn: networkInMs };
  return { networkIn: networkInMs, networkOut: networkOutMs === undefined || wayOut?.networkMs === undefined ? undefined : networkOutMs + wayOut.networkMs, playout: wayOut?.playoutMs };
}

/** What became of a segment on the channel of `track`; undefined on the floor and for a language it was not meant for. */
export function entryOf(trace: SegmentTrace, track: string): LanguageTrace | undefined {
  const language = track === FLOOR_TRACK ? undefined : languageOfChannelTrack(track);
  return language === undefined ? undefined : trace.languages.find((entry) => entry.language === language);
}
