import { cpus, totalmem } from 'node:os';
import { AppError } from '../src/shared/app-error.ts';
import { drop } from '../src/shared/drop.ts';
import type { SessionStats } from '../src/shared/live/stats.ts';
import type { RehearsalReport } from '../src/shared/rehearsal-report.ts';
import { CLI_ACTOR, openCliHost, type CliHost } from '../src/main/cli/cli-host.ts';
import { missingShare } from '../src/main/services/rehearsal/missing-sound.ts';
import type { RehearsalOutcome } from '../src/main/services/rehearsal/rehearsal-service.ts';
import { GO_LIMITS } from '../src/main/services/rehearsal/verdict.ts';
import { type ChosenLanguages, chooseLanguages } from './bench-languages.ts';
import { describeMachine, spread } from './bench-machine.ts';
import type { LanguagesBenchReport, LanguagesBenchResult } from './bench-report.ts';
import { costPerChannel, type CostPerChannel } from './cost-per-channel.ts';
import { CounterGrowth } from './counter-growth.ts';
import { SOAK_LIMITS } from './soak-verdict.ts';

const LANGUAGE_COUNTS = [1, 4, 8, 16] as const;
/** Speakers and probe: machines of their own in an event. */
const NOT_THE_PRODUCT: ReadonlySet<string> = new Set(['rehearsal']);
/** Above this share of all cores everything waits for everything; above this share of the memory the system starts to swap. */
const MOST_OF_CORES = 0.9;
const MOST_OF_MEMORY = 0.8;

type Usage = LanguagesBenchResult['product'];
type Passed = LanguagesBenchResult['passed'][number];

/**
 * Measures 1, 4, 8 and 16 channels, each size in a fresh host with a fresh server, `seconds` of reading each, and says what gives
 * first. `tell` gets a line of progress; `interrupted` ends it with the results so far. A size that cannot be measured is a result, too.
 */
export async function languagesBench(seconds: number, interrupted: AbortSignal, tell: (line: string) => void): Promise<LanguagesBenchReport> {
  const machine = describeMachine();
  const results: LanguagesBenchResult[] = [];
  for (const count of LANGUAGE_COUNTS) {
    if (interrupted.aborted) break;
    await using host = await openCliHost();
    const chosen = await chooseLanguages(host, count);
    const { languages, withoutTranslator } = chosen;
    tell(`${count} language(s): ${languages.length - withoutTranslator.length} translated, ${withoutTranslator.length} carry the floor (${languages.join(', ')})`);
    results.push(await measure(host, chosen, seconds, interrupted).catch((thrown: unknown) => notMeasured(chosen, AppError.from(thrown))));
  }
  const measured = results.filter(({ failure }) => failure === undefined);
  const first = gaveFirst(results);
  return { bench: 'languages', machine, results, perLanguage: costs(measured, 'translated'), perFloorCarrier: costs(measured, 'carryFloor'), ...(first && { gaveFirst: first }) };
}

/** Of results in the order of their sizes: what made the first fail that did; undefined when none did. */
export function gaveFirst(results: ReadonlyArray<Pick<LanguagesBenchResult, 'languages' | 'passed' | 'failure'>>): LanguagesBenchReport['gaveFirst'] {
  for (const { languages, passed: [worst], failure } of results) {
    if (failure !== undefined) return { what: 'start', failure, languages: languages.length };
    if (worst) return { ...worst, languages: languages.length };
  }
  return undefined;
}

async function measure(host: CliHost, { languages, withoutTranslator }: ChosenLanguages, seconds: number, interrupted: AbortSignal): Promise<LanguagesBenchResult> {
  const { rehearsal, rooms } = host.services;
  const { room } = await rehearsal.start({ languages, seconds }, CLI_ACTOR);
  const ended = new AbortController();
  const stop = (): void => drop(rehearsal.stop(), () => undefined);
  interrupted.addEventListener('abort', stop, { once: true });
  if (interrupted.aborted) stop();
  const { record } = rehearsal;
  const watched = new WatchedStats();
  const counting = watched.take(rooms.hub(room).stats.watch({ signal: ended.signal }), () => record.firstWordMs !== undefined);
  const { report }: RehearsalOutcome = await rehearsal.outcome().finally(() => ended.abort());
  await counting;
  interrupted.removeEventListener('abort', stop);
  const translated = languages.filter((tag) => !withoutTranslator.includes(tag)).flatMap((tag) => report.languages[tag] ?? []);
  const figures = {
    languages,
    translated: languages.length - withoutTranslator.length,
    carryFloor: withoutTranslator.length,
    seconds: report.seconds,
    segments: report.floor.segments,
    ...(report.floor.wordErrorRate !== undefined && { wordErrorRate: report.floor.wordErrorRate }),
    machineDelayMs: worstOf(translated.map(({ machineDelayMs }) => machineDelayMs)),
    earVoiceSpanMs: worstOf(translated.map(({ earVoiceSpanMs }) => earVoiceSpanMs)),
    channels: delaysOf(report.languages, withoutTranslator),
    gaps: languages.reduce((sum, tag) => sum + (report.languages[tag]?.gaps ?? 0), 0),
    ...watched.figures,
    ...(report.seconds > 0 && { missingPercent: 100 * Math.max(0, ...languages.map((tag) => missingShare(report.languages[tag] ?? {}, report.seconds))) }),
    droppedClauses: record.channels.reduce((sum, { droppedClauses }) => sum + droppedClauses, 0),
    lostSegments: translated.reduce((sum, { lostSegments }) => sum + lostSegments, 0),
    processes: report.processes,
    product: sumOf(Object.entries(report.processes).flatMap(([name, usage]) => (NOT_THE_PRODUCT.has(name) ? [] : [usage]))),
    everything: sumOf(Object.values(report.processes)),
  };
  return { ...figures, passed: limitsPassed(figures) };
}

/** Of the channels that are translated: how late each is, and where that went. */
export function delaysOf(channels: RehearsalReport['languages'], withoutTranslator: readonly string[]): LanguagesBenchResult['channels'] {
  return Object.fromEntries(Object.entries(channels).flatMap(([tag, { machineDelayMs, stagesMs }]) => (withoutTranslator.includes(tag) ? [] : [[tag, { machineDelayMs, stagesMs }]])));
}

/** What the session worker tells once a second, as far as limits are held against it. */
export class WatchedStats {
  readonly #unwritten = new Map<string, CounterGrowth>();
  readonly #engineAudioMs = new CounterGrowth();
  readonly #frameAgesMs: number[] = [];

  /** Takes in all of `stats` to their end, but for what comes before `begun`. */
  async take(stats: AsyncIterable<Pick<SessionStats, 'channels' | 'drops' | 'speakers'>>, begun: () => boolean): Promise<void> {
    for await (const { channels, drops, speakers } of stats) {
      if (!begun()) continue;
      for (const { language, unwrittenMs } of channels) {
        const total = this.#unwritten.get(language) ?? new CounterGrowth();
        this.#unwritten.set(language, total);
        total.take(unwrittenMs);
      }
      this.#engineAudioMs.take(drops.engineAudioMs);
      this.#frameAgesMs.push(...speakers.flatMap(({ frameAgeP95Ms }) => frameAgeP95Ms ?? []));
    }
  }

  get figures(): Pick<LanguagesBenchResult, 'unwrittenMs' | 'engineAudioMs' | 'frameAgeMs'> {
    return {
      unwrittenMs: [...this.#unwritten.values()].reduce((sum, { total }) => sum + total, 0),
      engineAudioMs: this.#engineAudioMs.total,
      frameAgeMs: spread(this.#frameAgesMs),
    };
  }
}

/** A size that does not even come up: no figure, and the reason. */
function notMeasured({ languages, withoutTranslator }: ChosenLanguages, { message }: AppError): LanguagesBenchResult {
  return {
    languages,
    translated: languages.length - withoutTranslator.length,
    carryFloor: withoutTranslator.length,
    seconds: 0,
    segments: 0,
    machineDelayMs: {},
    earVoiceSpanMs: {},
    channels: {},
    gaps: 0,
    unwrittenMs: 0,
    droppedClauses: 0,
    lostSegments: 0,
    engineAudioMs: 0,
    frameAgeMs: {},
    processes: {},
    product: {},
    everything: {},
    passed: [],
    failure: message,
  };
}

/** By how far each is beyond, the furthest first. */
export function limitsPassed(figures: Pick<LanguagesBenchResult, 'machineDelayMs' | 'gaps' | 'missingPercent' | 'droppedClauses' | 'lostSegments' | 'engineAudioMs' | 'frameAgeMs' | 'everything'>, machine = { cores: cpus().length, memoryMb: totalmem() / 1e6 }): Passed[] {
  const { machineDelayMs, gaps, missingPercent, droppedClauses, lostSegments, engineAudioMs, frameAgeMs, everything } = figures;
  const found: Array<Omit<Passed, 'value'> & { readonly value: number | undefined }> = [
    { what: 'cores', value: everything.cpuCores, limit: machine.cores * MOST_OF_CORES, unit: 'cores' },
    { what: 'delay', value: machineDelayMs.p95, limit: GO_LIMITS.machineDelayP95Ms, unit: 'ms' },
    { what: 'gaps', value: gaps, limit: 0, unit: 'count' },
    { what: 'missing-sound', value: missingPercent, limit: 100 * GO_LIMITS.missingShare, unit: '%' },
    { what: 'dropped-clauses', value: droppedClauses, limit: 0, unit: 'count' },
    { what: 'lost-segments', value: lostSegments, limit: 0, unit: 'count' },
    { what: 'engine-audio', value: engineAudioMs, limit: 0, unit: 'ms' },
    { what: 'frame-age', value: frameAgeMs.p95, limit: SOAK_LIMITS.frameAgeP95Ms, unit: 'ms' },
    { what: 'memory', value: everything.residentMb, limit: machine.memoryMb * MOST_OF_MEMORY, unit: 'MB' },
  ];
  // Where nothing is allowed, a second is as much as one of what is counted.
  const beyond = ({ value, limit, unit }: Passed): number => value / (limit > 0 ? limit : unit === 'ms' ? 1_000 : 1);
  return found.flatMap(({ value, ...limit }) => (value !== undefined && value > limit.limit ? [{ ...limit, value }] : [])).sort((a, b) => beyond(b) - beyond(a));
}

/** The median of the channels' medians would hide the one that suffers: the largest of each. */
function worstOf(spreads: ReadonlyArray<{ p50?: number | undefined; p95?: number | undefined }>): { p50?: number; p95?: number } {
  const most = (values: ReadonlyArray<number | undefined>): number | undefined => values.reduce((worst, value) => (value !== undefined && value > (worst ?? -Infinity) ? value : worst), undefined);
  const [p50, p95] = [most(spreads.map((each) => each.p50)), most(spreads.map((each) => each.p95))];
  return { ...(p50 !== undefined && { p50 }), ...(p95 !== undefined && { p95 }) };
}

function sumOf(usages: readonly Usage[]): Usage {
  const sum = (key: keyof Usage): number => usages.reduce((total, usage) => total + (usage[key] ?? 0), 0);
  return usages.length === 0 ? {} : { cpuCores: sum('cpuCores'), residentMb: sum('residentMb') };
}

/** What one more channel of `kind` costs each process. */
export function costs(results: ReadonlyArray<Pick<LanguagesBenchResult, 'translated' | 'carryFloor' | 'processes'>>, kind: keyof CostPerChannel): LanguagesBenchReport['perLanguage'] {
  const names = [...new Set(results.flatMap(({ processes }) => Object.keys(processes)))];
  return Object.fromEntries(
    names.map((name) => {
      const per = (key: keyof Usage): number | undefined =>
        costPerChannel(results.flatMap(({ translated, carryFloor, processes }) => (processes[name]?.[key] === undefined ? [] : [{ translated, carryFloor, value: processes[name][key] }])))[kind];
      const [cpuCores, residentMb] = [per('cpuCores'), per('residentMb')];
      return [name, { ...(cpuCores !== undefined && { cpuCores }), ...(residentMb !== undefined && { residentMb }) }];
    }),
  );
}
