import { languagesBench } from '../../../bench/languages-bench.ts';
import { isLivePassed, liveBench } from '../../../bench/live-bench.ts';
import { soakBench } from '../../../bench/soak-bench.ts';
import { languagesText, liveText, soakText } from './bench-text.ts';
import type { Command } from './parse-command.ts';

/**
 * Runs the bench and prints it as text or JSON. Resolves with the exit code: of `live` and `soak` 0 when they passed, of
 * `languages`, which looks for what gives first, when something was measured.
 */
export async function bench(command: Extract<Command, { kind: 'bench' }>, interrupted: AbortSignal): Promise<number> {
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  const print = <T>(report: T, text: (report: T) => string): void => void process.stdout.write(`${command.json ? JSON.stringify(report) : text(report)}\n`);
  if (command.bench === 'soak') {
    const report = await soakBench(command.minutes, interrupted, tell);
    print(report, soakText);
    return report.results.every(({ verdict }) => verdict === 'pass') ? 0 : 1;
  }
  if (command.bench === 'languages') {
    const report = await languagesBench(command.seconds, interrupted, tell);
    print(report, languagesText);
    return report.results.some(({ failure }) => failure === undefined) ? 0 : 1;
  }
  const report = await liveBench(command.seconds, interrupted, tell);
  print(report, liveText);
  return isLivePassed(report.results) ? 0 : 1;
}
