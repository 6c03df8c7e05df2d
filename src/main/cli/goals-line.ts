import { GOALS_FROM_SEGMENTS, type RehearsalReport } from '../../shared/rehearsal-report.ts';

type Goals = NonNullable<RehearsalReport['goals']>;

/** Whether the goals are met, in one line; else which language misses them, by how much, and the largest share of its delay. */
export function goalsLine(goals: Goals | undefined): string {
  if (!goals) return `goals: judged from ${GOALS_FROM_SEGMENTS} measured segments on`;
  const { machineDelayP95Ms, earVoiceSpanP95Ms, met, missed } = goals;
  const limits = `delay p95 ${machineDelayP95Ms} ms, ear-voice p95 ${earVoiceSpanP95Ms} ms`;
  return met ? `goals: met (${limits})` : `goals: missed (${limits}) by ${Object.entries(missed).map(missedBy).join('; ')}`;
}

function missedBy([tag, { machineDelayByMs, earVoiceSpanByMs, largestShare }]: [string, Goals['missed'][string]]): string {
  const parts = [
    ...(machineDelayByMs === undefined ? [] : [`delay +${Math.ceil(machineDelayByMs)} ms`]),
    ...(earVoiceSpanByMs === undefined ? [] : [`ear-voice +${Math.ceil(earVoiceSpanByMs)} ms`]),
    ...(largestShare === undefined ? [] : [`largest share ${largestShare}`]),
  ];
  return `${tag} ${parts.length === 0 ? 'not measured' : parts.join(', ')}`;
}
