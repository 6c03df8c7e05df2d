import { setTimeout as sleep } from 'node:timers/promises';
import { drop } from '../src/shared/drop.ts';
import { CLI_ACTOR, openCliHost, type CliHost } from '../src/main/cli/cli-host.ts';
import type { RehearsalRecord } from '../src/main/services/rehearsal/rehearsal-record.ts';
import { chooseLanguages } from './bench-languages.ts';
import { describeMachine, spread } from './bench-machine.ts';
import type { LiveBenchReport, LiveBenchResult } from './bench-report.ts';

const LANGUAGE_COUNTS = [1, 4, 8] as const;

/** Late listeners of a run: one every few seconds, in speech and in silence. */
const JOINS = 4;

/** A sound is looked for this long after it was made. */
const MAX_MOUTH_TO_EAR_MS = 800;

/**
 * Measures the live path with 1, 4 and 8 languages, each in a fresh host with a fresh server, `seconds` of reading each.
 * `tell` gets a line of progress; `interrupted` ends it with the results so far.
 */
export async function liveBench(seconds: number, interrupted: AbortSignal, tell: (line: string) => void): Promise<LiveBenchReport> {
  const machine = describeMachine();
  const results: LiveBenchResult[] = [];
  for (const count of LANGUAGE_COUNTS) {
    if (interrupted.aborted) break;
    await using host = await openCliHost();
    const { languages, withoutTranslator } = await chooseLanguages(host, count);
    tell(`${count} language(s): ${languages.join(', ')}${withoutTranslator.length > 0 ? `; no translator into ${withoutTranslator.join(', ')}` : ''}`);
    results.push(await measure(host, languages, withoutTranslator, seconds, interrupted));
  }
  return { bench: 'live', machine, results, growthPerLanguage: growth(results) };
}

async function measure(host: CliHost, languages: string[], withoutTranslator: string[], seconds: number, interrupted: AbortSignal): Promise<LiveBenchResult> {
  const { rehearsal } = host.services;
  await rehearsal.start({ languages, seconds }, CLI_ACTOR, { probeFloor: true });
  const ended = new AbortController();
  const stop = (): void => drop(rehearsal.stop(), () => undefined);
  interrupted.addEventListener('abort', stop, { once: true });
  const outcome = rehearsal.outcome().finally(() => ended.abort());
  drop(joinLate(host, seconds, ended.signal), () => undefined);
  const { report, record } = await outcome;
  interrupted.removeEventListener('abort', stop);
  return {
    languages,
    withoutTranslator,
    seconds: report.seconds,
    mouthToEarMs: spread(mouthToEar(record)),
    joinMs: spread(record.joins.map(({ joinMs }) => joinMs)),
    joinToFirstAudioMs: spread(record.joins.map(({ firstAudioMs }) => firstAudioMs)),
    ...(report.floor.wordErrorRate !== undefined && { wordErrorRate: report.floor.wordErrorRate }),
    segments: report.floor.segments,
    channels: Object.fromEntries(Object.entries(report.languages).map(([tag, { machineDelayMs, earVoiceSpanMs, stagesMs, gaps, audioSeconds }]) => [tag, { machineDelayMs, earVoiceSpanMs, stagesMs, gaps, audioSeconds }])),
    processes: report.processes,
    verdict: report.verdict,
    reasons: report.reasons,
  };
}

/** Once the speakers read, a listener joins {@link JOINS} times over the run. */
async function joinLate({ services: { rehearsal } }: CliHost, seconds: number, signal: AbortSignal): Promise<void> {
  for await (const view of rehearsal.view.watch({ signal })) if (view.kind === 'running') break;
  for (let join = 0; join < JOINS && !signal.aborted; join++) {
    await sleep((seconds * 1000) / (JOINS + 1), undefined, { signal });
    await rehearsal.measureJoin();
  }
}

/** From each line's first sound to the first onset on its speaker's track at the probe. */
function mouthToEar({ lines, onsets }: RehearsalRecord): number[] {
  return lines.flatMap(({ identity, startMs }) => {
    const onset = onsets.get(`floor:${identity}`)?.find((atMs) => atMs >= startMs && atMs <= startMs + MAX_MOUTH_TO_EAR_MS);
    return onset === undefined ? [] : [onset - startMs];
  });
}

function growth(results: readonly LiveBenchResult[]): LiveBenchReport['growthPerLanguage'] {
  const [first, last] = [results[0], results.at(-1)];
  if (!first || !last || first === last) return {};
  const added = last.languages.length - first.languages.length;
  return Object.fromEntries(
    Object.entries(last.processes).map(([name, usage]) => {
      const before = first.processes[name];
      const per = (key: 'cpuCores' | 'residentMb'): number | undefined => (usage[key] === undefined ? undefined : (usage[key] - (before?.[key] ?? 0)) / added);
      const [cpuCores, residentMb] = [per('cpuCores'), per('residentMb')];
      return [name, { ...(cpuCores !== undefined && { cpuCores }), ...(residentMb !== undefined && { residentMb }) }];
    }),
  );
}
