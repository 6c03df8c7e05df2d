import { GOALS_FROM_SEGMENTS, isTranslated, type RehearsalReport } from '../../../shared/rehearsal-report.ts';

/** What live interpretation here aims at, more than a go asks for: product goals, milliseconds. */
export const GOALS = { machineDelayP95Ms: 555, earVoiceSpanP95Ms: 4_000 } as const;

type Goals = NonNullable<RehearsalReport['goals']>;
type LanguageFigures = RehearsalReport['languages'][string];

/**
 * How the translated languages stand to {@link GOALS}; undefined while too few segments were measured in each of them. Once there are
 * enough in one, a language with none misses them, and one with some, but too few, is left out: an interpreter has its channel, say.
 */
export function goalsOf(languages: RehearsalReport['languages']): Goals | undefined {
  const translated = Object.entries(languages).filter(([, figures]) => isTranslated(figures));
  if (translated.every(([, { measured }]) => measured < GOALS_FROM_SEGMENTS)) return undefined;
  const missed = Object.fromEntries(translated.flatMap(([tag, figures]) => (isMet(figures) || isTooShort(figures) ? [] : [[tag, shortfall(figures)]])));
  return { ...GOALS, met: Object.keys(missed).length === 0, missed };
}

const isTooShort = ({ measured }: LanguageFigures): boolean => measured > 0 && measured < GOALS_FROM_SEGMENTS;

/** What was not measured is not met. */
function isMet({ machineDelayMs, earVoiceSpanMs }: LanguageFigures): boolean {
  return (machineDelayMs.p95 ?? Infinity) <= GOALS.machineDelayP95Ms && (earVoiceSpanMs.p95 ?? Infinity) <= GOALS.earVoiceSpanP95Ms;
}

function shortfall({ machineDelayMs, earVoiceSpanMs, slowStagesMs = {} }: LanguageFigures): Goals['missed'][string] {
  const machineDelayByMs = (machineDelayMs.p95 ?? 0) - GOALS.machineDelayP95Ms;
  const earVoiceSpanByMs = (earVoiceSpanMs.p95 ?? 0) - GOALS.earVoiceSpanP95Ms;
  const [largestShare] = Object.entries(slowStagesMs).reduce<[string | undefined, number]>((most, [stage, ms]) => (ms > most[1] ? [stage, ms] : most), [undefined, 0]);
  return {
    // Where only the span is too long no stage is named: a long sentence is the reason.
    ...(machineDelayByMs > 0 && { machineDelayByMs, ...(largestShare !== undefined && { largestShare }) }),
    ...(earVoiceSpanByMs > 0 && { earVoiceSpanByMs }),
  };
}
