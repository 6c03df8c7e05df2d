import type { RehearsalReport } from '../../../shared/rehearsal-report.ts';
import { missingShare } from './missing-sound.ts';

/**
 * What a rehearsal must reach to be a go; what is aimed at is stricter (`GOALS`). Product goals, but for the ear-voice span, twice
 * the 2 to 3 s of human interpreters, the probe's audio, which may be short by scheduling, not by more, and the share of spoken
 * segments that the delays stand for: below it, the slowest may be those that are missing.
 * A listener hears it when 100 ms are missing at once, and single frames of 10 ms only when there are many: two in a hundred, where
 * the Teams call quality dashboard ceases to call it good.
 */
export const GO_LIMITS = {
  wordErrorRate: 0.08,
  normalisedErasure: 0.2,
  machineDelayP95Ms: 900,
  earVoiceSpanP95Ms: 6_000,
  missingAudioSeconds: 0.5,
  missingInOneSecondMs: 100,
  missingShare: 0.02,
  measuredShare: 0.9,
} as const;

type LanguageFigures = RehearsalReport['languages'][string];

/** What the verdict needs beside the report itself. */
export interface VerdictFacts {
  /** Segments old enough that everything about them must have arrived. */
  readonly settledSegments: number;
  /** Committed floor segments without a final caption, by language with a translator. */
  readonly missingCaptions: Readonly<Record<string, number>>;
  /** Languages into which nothing could translate at any time. */
  readonly untranslated: readonly string[];
  /** Seconds of audio that each channel should have had by the listener's clock. */
  readonly expectedAudioSeconds: Readonly<Record<string, number>>;
}

/** Everything that speaks against going live, one sentence each, the floor first; empty: go. */
export function reasonsAgainst(report: Pick<RehearsalReport, 'floor' | 'languages'>, facts: VerdictFacts): string[] {
  const { segments, wordErrorRate, normalisedErasure } = report.floor;
  const reasons: string[] = [];
  if (segments === 0) reasons.push('No segment of the floor was recognised: nothing of what the speakers said reached a caption.');
  if (wordErrorRate !== undefined && wordErrorRate > GO_LIMITS.wordErrorRate) {
    reasons.push(`The floor captions have ${percent(wordErrorRate)} of their words wrong; the limit is ${percent(GO_LIMITS.wordErrorRate)}.`);
  }
  if (normalisedErasure !== undefined && normalisedErasure > GO_LIMITS.normalisedErasure) {
    reasons.push(`The floor captions flicker: ${normalisedErasure.toFixed(2)} words are taken back for each one that stays; the limit is ${GO_LIMITS.normalisedErasure}.`);
  }
  for (const [tag, language] of Object.entries(report.languages)) {
    const missing = facts.missingCaptions[tag] ?? 0;
    const expected = facts.expectedAudioSeconds[tag];
    const delayMs = language.machineDelayMs.p95;
    const spanMs = language.earVoiceSpanMs.p95;
    if (facts.untranslated.includes(tag)) reasons.push(`${tag}: nothing here translates into it, so its channel carried the floor. Set up a translator under engines, or take the language out.`);
    if (language.lostSegments > 0) reasons.push(`${tag}: ${language.lostSegments} of ${segments} segments were never said.`);
    if (missing > 0) reasons.push(`${tag}: ${missing} of ${segments} segments have no caption.`);
    if (delayMs !== undefined && delayMs > GO_LIMITS.machineDelayP95Ms) {
      reasons.push(`${tag}: the machine delay is ${Math.round(delayMs)} ms for the slowest segments (p95); the limit is ${GO_LIMITS.machineDelayP95Ms} ms.`);
    }
    if (spanMs !== undefined && spanMs > GO_LIMITS.earVoiceSpanP95Ms) {
      reasons.push(`${tag}: the ear-voice span is ${(spanMs / 1000).toFixed(1)} s for the slowest segments (p95); the limit is ${GO_LIMITS.earVoiceSpanP95Ms / 1000} s.`);
    }
    // A single one is missing when its words were not recognised; it says nothing about the others.
    if (delayMs !== undefined && language.measured < GO_LIMITS.measuredShare * language.spoken && language.spoken - language.measured > 1) {
      reasons.push(`${tag}: the delay of only ${language.measured} of ${language.spoken} spoken segments could be measured, so its figures say little; the limit is ${percent(GO_LIMITS.measuredShare)}.`);
    }
    if (delayMs === undefined && language.engine !== 'none' && facts.settledSegments > 0) reasons.push(`${tag}: no translation was heard on the channel, so its delay could not be measured.`);
    if (language.gaps > 0) reasons.push(`${tag}: the channel's audio was interrupted ${language.gaps} time(s).`);
    if (expected === undefined) reasons.push(`${tag}: the channel's track was never heard.`);
    else if (language.audioSeconds < expected - GO_LIMITS.missingAudioSeconds) {
      reasons.push(`${tag}: ${language.audioSeconds.toFixed(1)} s of audio arrived in ${expected.toFixed(1)} s.`);
    }
    reasons.push(...missingSoundReasons(language, expected).map((reason) => `${tag}: ${reason}`));
    if (language.twoVoicesMs > 0) reasons.push(`${tag}: two voices were on the channel at once for ${Math.round(language.twoVoicesMs)} ms.`);
    if (language.changedCommittedWords > 0) reasons.push(`${tag}: ${language.changedCommittedWords} word(s) changed after they had been committed.`);
  }
  return reasons;
}

/** A track that goes on without its sound. */
function missingSoundReasons(language: LanguageFigures, expectedSeconds = 0): string[] {
  const { missingInOneSecondMs, missingShare: limit } = GO_LIMITS;
  const { unwrittenMs = 0, concealedMs = 0, worstSecondMs = 0 } = language;
  const where = `never written: ${Math.round(unwrittenMs)} ms in all, lost on the way: ${Math.round(concealedMs)} ms`;
  const share = missingShare(language, expectedSeconds);
  if (worstSecondMs > missingInOneSecondMs) return [`${Math.round(worstSecondMs)} ms of sound were missing within a second (${where}); the limit is ${missingInOneSecondMs} ms.`];
  return expectedSeconds > 0 && share > limit ? [`${percent(share)} of the channel's sound was missing (${where}); the limit is ${percent(limit)}.`] : [];
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
