import type { LiveBenchReport } from '../../../bench/bench-report.ts';
import { liveBench } from '../../../bench/live-bench.ts';
import type { Command } from './parse-command.ts';

/** Runs the bench and prints it as text or JSON; resolves with the exit code 0 when something was measured. */
export async function bench({ seconds, json }: Extract<Command, { kind: 'bench' }>, interrupted: AbortSignal): Promise<number> {
  const report = await liveBench(seconds, interrupted, (line) => process.stderr.write(`${line}\n`));
  process.stdout.write(`${json ? JSON.stringify(report) : text(report)}\n`);
  return report.results.length > 0 ? 0 : 1;
}

const both = ({ p50, p95 }: { p50?: number | undefined; p95?: number | undefined }): string => (p50 === undefined || p95 === undefined ? '–' : `${Math.round(p50)}/${Math.round(p95)} ms`);

function text({ machine, results, growthPerLanguage }: LiveBenchReport): string {
  const lines = [`${machine.cpu}, ${machine.cores} cores, load ${machine.loadAverage.toFixed(1)}, Node ${machine.node}. Pairs are p50/p95.`];
  for (const result of results) {
    lines.push('', `${result.languages.length} language(s), ${result.seconds.toFixed(0)} s`, `  floor mouth-to-ear ${both(result.mouthToEarMs)}; join ${both(result.joinMs)}, to first audio ${both(result.joinToFirstAudioMs)}`);
    for (const [tag, channel] of Object.entries(result.channels)) {
      const stages = Object.entries(channel.stagesMs).map(([stage, ms]) => `${stage} ${Math.round(ms)}`);
      lines.push(`  ${tag}: machine delay ${both(channel.machineDelayMs)}, ear-voice span ${both(channel.earVoiceSpanMs)}${stages.length > 0 ? ` (${stages.join(', ')})` : result.withoutTranslator.includes(tag) ? ', carries the floor' : ''}`);
    }
    for (const [name, { cpuCores, residentMb }] of Object.entries(result.processes)) lines.push(`  ${name}: ${cpuCores?.toFixed(2) ?? '–'} cores, ${residentMb?.toFixed(0) ?? '–'} MB`);
  }
  lines.push('', 'One more language costs:', ...Object.entries(growthPerLanguage).map(([name, { cpuCores, residentMb }]) => `  ${name}: ${cpuCores?.toFixed(3) ?? '–'} cores, ${residentMb?.toFixed(1) ?? '–'} MB`));
  return lines.join('\n');
}
