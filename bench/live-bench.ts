import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../src/shared/app-error.ts';
import { drop } from '../src/shared/drop.ts';
import { CLI_ACTOR, openCliHost, type CliHost } from '../src/main/cli/cli-host.ts';
import type { RehearsalRecord } from '../src/main/services/rehearsal/rehearsal-record.ts';
import { type ChosenLanguages, chooseLanguages } from './bench-languages.ts';
import { describeMachine, spread } from './bench-machine.ts';
import type { LiveBenchReport, LiveBenchResult } from './bench-report.ts';

const LANGUAGE_COUNTS = [1, 4, 8] as const;

/**
 * Product goals for one size: CPU of everything that works for the room, from the session worker down to the programs of
 * translators, and memory of the program's own processes, without those programs and the server.
 */
const LIVE_LIMITS = { languages: 4, workerCores: 1.2, memoryMb: 700 } as const;
/** Work for all rooms, or none of the product's. */
const NOT_THE_WORKER: ReadonlySet<string> = new Set(['host', 'livekit-server', 'rehearsal']);
const OWN_PROCESSES: ReadonlySet<string> = new Set(['host', 'session-worker', 'engine-host', 'voice-host']);

/** Late listeners of a run: one every few seconds, in speech and in silence. */
const JOINS = 4;

/** A sound is looked for this long after it was made. */
const MAX_MOUTH_TO_EAR_MS = 800;

/**
 * Measures the live path with 1, 4 and 8 languages, each in a fresh host with a fresh server, `seconds` of reading each.
 * `tell` gets a line of progress; `interrupted` ends it with the results so far. A size that cannot be measured is a result, too.
 */
export async function liveBench(seconds: number, interrupted: AbortSignal, tell: (line: string) => void): Promise<LiveBenchReport> {
  const machine = describeMachine();
  const results: LiveBenchResult[] = [];
  for (const count of LANGUAGE_COUNTS) {
    if (interrupted.aborted) break;
    await using host = await openCliHost();
    const chosen = await chooseLanguages(host, count);
    const { languages, withoutTranslator } = chosen;
    tell(`${count} language(s): ${languages.join(', ')}${withoutTranslator.length > 0 ? `; no translator into ${withoutTranslator.join(', ')}` : ''}`);
    results.push(await measure(host, chosen, seconds, interrupted).catch((thrown: unknown) => notMeasured(chosen, AppError.from(thrown))));
  }
  return { bench: 'live', machine, results, growthPerLanguage: growth(results.filter(({ failure }) => failure === undefined)) };
}

/** Whether every size came up and none went beyond its limits; a bench without results did not. */
export function isLivePassed(results: ReadonlyArray<Pick<LiveBenchResult, 'passed' | 'failure'>>): boolean {
  return results.length > 0 && results.every(({ passed, failure }) => passed.length === 0 && failure === undefined);
}

/** Which of {@link LIVE_LIMITS} a run went beyond; of another size than theirs none. What this platform does not tell is within them. */
export function liveLimitsPassed({ languages, processes }: Pick<LiveBenchResult, 'languages' | 'processes'>): LiveBenchResult['passed'] {
  if (languages.length !== LIVE_LIMITS.languages) return [];
  const { workerCores, memoryMb } = LIVE_LIMITS;
  const sum = (key: 'cpuCores' | 'residentMb', belongs: (name: string) => boolean): number =>
    Object.entries(processes).reduce((total, [name, usage]) => total + (belongs(name) ? (usage[key] ?? 0) : 0), 0);
  const cores = sum('cpuCores', (name) => !NOT_THE_WORKER.has(name));
  const ownMb = sum('residentMb', (name) => OWN_PROCESSES.has(name));
  return [
    ...(cores > workerCores ? [{ what: 'cores' as const, value: cores, limit: workerCores, unit: 'cores' as const }] : []),
    ...(ownMb > memoryMb ? [{ what: 'memory' as const, value: ownMb, limit: memoryMb, unit: 'MB' as const }] : []),
  ];
}

/** A size that does not even come up: no figure, and the reason. */
function notMeasured({ languages, withoutTranslator }: ChosenLanguages, { message }: AppError): LiveBenchResult {
  return { languages, withoutTranslator, seconds: 0, mouthToEarMs: {}, joinMs: {}, joinToFirstAudioMs: {}, segments: 0, channels: {}, processes: {}, reasons: [], passed: [], failure: message };
}

async function measure(host: CliHost, { languages, withoutTranslator }: ChosenLanguages, seconds: number, interrupted: AbortSignal): Promise<LiveBenchResult> {
  const { rehearsal } = host.services;
  await rehearsal.start({ languages, seconds }, CLI_ACTOR, { probeFloor: true });
  const ended = new AbortController();
  const stop = (): void => drop(rehearsal.stop(), () => undefined);
  interrupted.addEventListener('abort', stop, { once: true });
  const outcome = rehearsal.outcome().finally(() => {
    ended.abort();
    interrupted.removeEventListener('abort', stop);
  });
  drop(joinLate(host, seconds, ended.signal), () => undefined);
  const { report, record } = await outcome;
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
    passed: liveLimitsPassed({ languages, processes: report.processes }),
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
