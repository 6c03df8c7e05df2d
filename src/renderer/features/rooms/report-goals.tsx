import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { GOALS_FROM_SEGMENTS, type RehearsalReport } from '../../../shared/rehearsal-report.ts';
import { STAGES } from './report-shares.tsx';

type Goals = NonNullable<RehearsalReport['goals']>;

/** One line: whether the goals for delay and ear-voice span are met, and which language misses them by how much. */
export function ReportGoals({ goals }: { readonly goals: Goals | undefined }) {
  const { t } = useTranslation('rooms');
  if (!goals) return <p className="m-0 text-muted">{t('report.goals.tooFew', { segments: GOALS_FROM_SEGMENTS })}</p>;
  const limits = t('report.goals.limits', { delay: goals.machineDelayP95Ms, span: goals.earVoiceSpanP95Ms });
  return (
    <p className="m-0" title={limits}>
      {goals.met ? t('report.goals.met') : t('report.goals.missed', { languages: Object.entries(goals.missed).map((entry) => missedBy(t, entry)).join('; ') })}
    </p>
  );
}

function missedBy(t: TFunction<'rooms'>, [tag, { machineDelayByMs, earVoiceSpanByMs, largestShare }]: [string, Goals['missed'][string]]): string {
  const stage = STAGES.find((name) => name === largestShare);
  const parts = [
    ...(machineDelayByMs === undefined ? [] : [t('report.goals.delayBy', { ms: Math.ceil(machineDelayByMs) })]),
    ...(earVoiceSpanByMs === undefined ? [] : [t('report.goals.spanBy', { ms: Math.ceil(earVoiceSpanByMs) })]),
    ...(stage === undefined ? [] : [t('report.goals.mostly', { stage: t(`report.stage.${stage}`) })]),
  ];
  return `${tag.toUpperCase()} ${parts.length === 0 ? t('report.goals.notMeasured') : parts.join(', ')}`;
}
