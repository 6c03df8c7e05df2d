import { isTranslated, type RehearsalReport } from '../../shared/rehearsal-report.ts';
import { goalsLine } from './goals-line.ts';
import { interpreterLines } from './interpreter-table.ts';

/** The report for people: a row a language, then what spoke against it. */
export function reportTable(report: RehearsalReport): string {
  const { floor } = report;
  const head = ['language', 'engine', 'captions', 'measured', 'delay p50/p95 ms', 'ear-voice p50/p95 ms', 'lost', 'gaps', 'audio s', 'changed words', 'two voices ms'];
  const rows = Object.entries(report.languages).map(([tag, language]) => [
    tag,
    language.engine,
    `${language.captions}/${floor.segments}`,
    `${language.measured}/${language.spoken}`,
    spread(language.machineDelayMs),
    spread(language.earVoiceSpanMs),
    String(language.lostSegments),
    String(language.gaps),
    language.audioSeconds.toFixed(1),
    String(language.changedCommittedWords),
    String(Math.round(language.twoVoicesMs)),
  ]);
  const shares = (heading: string, of: 'stagesMs' | 'slowStagesMs'): string[] => {
    const lines = Object.entries(report.languages).flatMap(([tag, { [of]: stagesMs = {} }]) => {
      const stages = Object.entries(stagesMs).map(([stage, ms]) => `${stage} ${Math.round(ms)}`);
      return stages.length > 0 ? [`  ${tag}: ${stages.join(', ')}`] : [];
    });
    return lines.length > 0 ? [heading, ...lines, ''] : [];
  };
  const processes = Object.entries(report.processes).map(([name, { cpuCores, residentMb }]) => `  ${name}: ${cpuCores?.toFixed(2) ?? '–'} cores, ${residentMb?.toFixed(0) ?? '–'} MB`);
  const wordErrors = floor.wordErrorRate === undefined ? '–' : `${(floor.wordErrorRate * 100).toFixed(1)} %`;
  return [
    `${report.seconds.toFixed(0)} s, ${floor.segments} segments, word error rate of the floor captions ${wordErrors}, erasure ${floor.normalisedErasure?.toFixed(2) ?? '–'}`,
    '',
    ...columns([head, ...rows]),
    '',
    ...shares('Share of each stage, median ms:', 'stagesMs'),
    ...shares('The same of the segment at the 95th percentile of the delay:', 'slowStagesMs'),
    ...(report.interpreter ? [...interpreterLines(report.interpreter), ''] : []),
    'Processes, mean:',
    ...processes,
    '',
    ...(Object.values(report.languages).some(isTranslated) ? [goalsLine(report.goals)] : []),
    report.verdict === 'go' ? 'GO' : 'NO-GO',
    ...report.reasons.map((reason) => `  ${reason}`),
  ].join('\n');
}

const spread = ({ p50, p95 }: { p50?: number | undefined; p95?: number | undefined }): string => (p50 === undefined || p95 === undefined ? '–' : `${Math.round(p50)}/${Math.round(p95)}`);

/** Pads every cell to its column. */
function columns(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
}
