import { takesIn } from '../../../shared/interpreter-plan.ts';
import { percentiles, type Percentiles } from '../../../shared/quality/percentiles.ts';
import type { RehearsalReport } from '../../../shared/rehearsal-report.ts';
import { channelTrack } from '../../../shared/tracks.ts';
import { FLOOR_LANGUAGE } from './cast.ts';
import { channelDelays, medianStages, stagesAt } from './channel-delays.ts';
import { goalsOf } from './goals.ts';
import { interpreterReasons, interpreterReport } from './interpreter-report.ts';
import { isLost } from './lost-segment.ts';
import type { RehearsalRecord } from './rehearsal-record.ts';
import { alignFloor, type FloorAlignment, type SpokenSpan } from './spoken-spans.ts';
import { reasonsAgainst } from './verdict.ts';
import { wordErrorRate } from './word-alignment.ts';

/** While a rehearsal runs, what was said or committed this recently may still be on its way and is not missed yet. */
const SETTLE_MS = 4_000;

export interface ReportOptions {
  readonly languages: readonly string[];
  /** The channel with a synthetic interpreter. */
  readonly interpreter?: string | undefined;
  /** Of reading, as asked for; absent: no end. */
  readonly seconds?: number | undefined;
  /** Monotonic milliseconds. */
  readonly nowMs: number;
  /** Nothing more will come: what is missing now is missing. */
  readonly final: boolean;
}

/** The figures of what `record` holds so far; see {@link RehearsalReport} for what each means. */
export function rehearsalReport(record: RehearsalRecord, { languages, interpreter, seconds, nowMs, final }: ReportOptions): RehearsalReport {
  const settledMs = final ? Infinity : nowMs - SETTLE_MS;
  const traces = [...record.traces.values()];
  const spans = new Map<string, SpokenSpan>(alignSpeakers(record, Infinity).flatMap((floor) => Array.from(floor.spans)));
  const settled = traces.filter((trace) => trace.committedMs <= settledMs);
  const settledIds = new Set(settled.map(({ segmentId }) => segmentId));

  const missingCaptions: Record<string, number> = {};
  const expectedAudioSeconds: Record<string, number> = {};
  const untranslated: string[] = [];
  const results: RehearsalReport['languages'] = {};
  for (const language of languages) {
    const heard = record.heardOf(channelTrack(language));
    const captioned = record.captioned.get(language) ?? new Map<string, number>();
    const delays = channelDelays(language, traces, spans, record.onsets.get(channelTrack(language)) ?? [], record.probe.get(channelTrack(language))?.jitterBufferMs);
    const slowStagesMs = stagesAt(delays, 0.95);
    const engine = record.engineOf(language) ?? 'none';
    if (engine !== 'none') missingCaptions[language] = settled.filter((trace) => !captioned.has(trace.segmentId)).length;
    else if (!isFloor(language) && !deaf(record, language)) untranslated.push(language);
    if (heard) expectedAudioSeconds[language] = heard.elapsedSeconds;
    results[language] = {
      engine,
      captions: captioned.size,
      spoken: settled.filter((trace) => trace.languages.some((entry) => entry.language === language && entry.firstSampleOutMs !== undefined)).length,
      measured: delays.filter(({ segmentId }) => settledIds.has(segmentId)).length,
      onsetsHeard: delays.filter(({ onsetHeard }) => onsetHeard).length,
      machineDelayMs: spread(delays.map((delay) => delay.machineDelayMs)),
      earVoiceSpanMs: spread(delays.map((delay) => delay.earVoiceSpanMs)),
      stagesMs: medianStages(delays),
      ...(slowStagesMs && { slowStagesMs }),
      gaps: heard?.gaps ?? 0,
      audioSeconds: heard?.audioSeconds ?? 0,
      ...record.missingSoundOf(channelTrack(language)),
      lostSegments: engine === 'none' ? 0 : settled.filter((trace) => isLost(trace, language, { final, takenOver: language === interpreter })).length,
      ...erasureOf(record, language),
      changedCommittedWords: record.committed.get(language)?.changedWords ?? 0,
      twoVoicesMs: record.twoVoicesMs(language),
    };
  }

  const errorRate = wordErrorRate(alignSpeakers(record, settledMs).flatMap((floor) => floor.steps));
  const goals = goalsOf(results);
  const report = {
    seconds: record.firstWordMs === undefined ? 0 : Math.max(0, (nowMs - record.firstWordMs) / 1000),
    floor: { segments: traces.length, ...(errorRate !== undefined && { wordErrorRate: errorRate }), ...erasureOf(record, traces[0]?.sourceLanguage ?? '') },
    languages: results,
    ...(goals && { goals }),
    ...(interpreter !== undefined && { interpreter: interpreterReport({ ...record.interpreterFacts(interpreter, nowMs), ...(final && seconds !== undefined && { plannedTakes: takesIn(seconds) }) }) }),
    processes: record.processes(),
  };
  const reasons = reasonsAgainst(report, { settledSegments: settled.length, missingCaptions, untranslated, expectedAudioSeconds });
  // Before the first take is over there is nothing to say about it.
  if (report.interpreter && (final || report.interpreter.takes.length > 0)) reasons.push(...interpreterReasons(report.interpreter));
  // An engine that is missing and that nothing was lost by, another stood in for.
  if (reasons.length > 0) reasons.push(...record.engineTroubles);
  return { verdict: reasons.length === 0 ? 'go' : 'no-go', reasons, ...report };
}

/** One alignment a speaker, of what was said and recognised until `untilMs`; a segment that is not over then is left out with its words. */
function alignSpeakers(record: RehearsalRecord, untilMs: number): FloorAlignment[] {
  const segments = [...record.traces.values()].map((trace) => ({ trace, text: record.sourceTexts.get(trace.segmentId) ?? '' }));
  return [...record.spoken].map(([identity, words]) => {
    const straddling = segments.filter(({ trace }) => trace.speakerIdentity === identity && trace.speechStartArrivedMs <= untilMs && trace.speechEndArrivedMs > untilMs);
    const cutMs = Math.min(untilMs, ...straddling.map(({ trace }) => trace.speechStartArrivedMs));
    return alignFloor(
      { identity, words: words.filter((word) => word.endMs <= cutMs) },
      segments.filter(({ trace }) => trace.speechStartArrivedMs < cutMs),
    );
  });
}

/** The channel of the language that the synthetic speakers speak carries the floor by right. */
const isFloor = (language: string): boolean => new Intl.Locale(language).language === FLOOR_LANGUAGE;

/** Whether the channel had nothing to translate: no recogniser works. */
const deaf = ({ channels }: RehearsalRecord, language: string): boolean => channels.some((channel) => channel.language === language && channel.reason === 'not-understood');

function erasureOf(record: RehearsalRecord, language: string): { normalisedErasure?: number } {
  const normalisedErasure = record.erasure.get(language)?.normalised;
  return normalisedErasure === undefined ? {} : { normalisedErasure };
}

function spread(values: readonly number[]): { p50?: number; p95?: number } {
  const { p50, p95 }: Percentiles = percentiles(values);
  return { ...(p50 !== undefined && { p50 }), ...(p95 !== undefined && { p95 }) };
}
