import type { LanguagesBenchReport, LanguagesBenchResult, LiveBenchReport, SoakBenchReport, SoakBenchResult } from '../../../bench/bench-report.ts';

interface Spread {
  readonly p50?: number | undefined;
  readonly p95?: number | undefined;
}
interface Usage {
  readonly cpuCores?: number | undefined;
  readonly residentMb?: number | undefined;
}
type SoakChannel = SoakBenchResult['channels'][string];

const fixed = (value: number | undefined, digits = 0): string => value?.toFixed(digits) ?? '–';
const both = ({ p50, p95 }: Spread): string => (p50 === undefined || p95 === undefined ? '–' : `${Math.round(p50)}/${Math.round(p95)} ms`);
const stages = (stagesMs: Readonly<Record<string, number>>): string => Object.entries(stagesMs).map(([stage, ms]) => `${stage} ${Math.round(ms)}`).join(', ') || '–';
const cost = ({ cpuCores, residentMb }: Usage, digits = 2): string => `${fixed(cpuCores, digits)} cores, ${fixed(residentMb, digits === 2 ? 0 : 1)} MB`;
const limits = (passed: LiveBenchReport['results'][number]['passed']): string => passed.map(({ what, value, limit, unit }) => `${what} (${fixed(value, 1)} of ${fixed(limit, 1)} ${unit})`).join(', ');
const aboutMachine = ({ machine }: Pick<LiveBenchReport, 'machine'>): string => `${machine.cpu}, ${machine.cores} cores, load ${machine.loadAverage.toFixed(1)}, Node ${machine.node}. Pairs are p50/p95.`;

/** The bench `live`, for people. */
export function liveText(report: LiveBenchReport): string {
  const lines = [aboutMachine(report)];
  for (const result of report.results) {
    if (result.failure !== undefined) {
      lines.push('', `${result.languages.length} language(s)`, `  not measured: ${result.failure}`);
      continue;
    }
    lines.push('', `${result.languages.length} language(s), ${result.seconds.toFixed(0)} s`, `  floor mouth-to-ear ${both(result.mouthToEarMs)}; join ${both(result.joinMs)}, to first audio ${both(result.joinToFirstAudioMs)}`);
    for (const [tag, channel] of Object.entries(result.channels)) {
      lines.push(`  ${tag}: machine delay ${both(channel.machineDelayMs)}, ear-voice span ${both(channel.earVoiceSpanMs)}${Object.keys(channel.stagesMs).length > 0 ? ` (${stages(channel.stagesMs)})` : result.withoutTranslator.includes(tag) ? ', carries the floor' : ''}`);
    }
    for (const [name, usage] of Object.entries(result.processes)) lines.push(`  ${name}: ${cost(usage)}`);
    if (result.passed.length > 0) lines.push(`  limits passed: ${limits(result.passed)}`);
  }
  lines.push('', 'One more language costs:', ...Object.entries(report.growthPerLanguage).map(([name, usage]) => `  ${name}: ${cost(usage, 3)}`));
  return lines.join('\n');
}

/** The bench `languages`, for people. */
export function languagesText(report: LanguagesBenchReport): string {
  const lines = [aboutMachine(report)];
  for (const result of report.results) {
    lines.push('', `${result.languages.length} language(s): ${result.translated} translated, ${result.carryFloor} carry the floor; ${result.seconds.toFixed(0)} s`);
    if (result.failure !== undefined) lines.push(`  not measured: ${result.failure}`);
    else {
      lines.push(
        `  machine delay ${both(result.machineDelayMs)}, ear-voice span ${both(result.earVoiceSpanMs)} (the worst channel); ${result.gaps} gap(s), ${fixed(result.unwrittenMs)} ms not written, ${fixed(result.missingPercent, 2)} % of the sound missing, ${result.droppedClauses} dropped clause(s), ${result.lostSegments} lost segment(s)`,
        `  frame age ${both(result.frameAgeMs)}; ${fixed(result.engineAudioMs)} ms of speech that the engines did not take`,
        ...slowest(result).map(([tag, { stagesMs }]) => `  where it goes (${tag}, the slowest): ${stages(stagesMs)}`),
        `  the product: ${cost(result.product)}; with speakers and probe: ${cost(result.everything)}`,
        ...Object.entries(result.processes).map(([name, usage]) => `    ${name}: ${cost(usage)}`),
        `  limits passed: ${limits(result.passed) || 'none'}`,
      );
    }
  }
  const { gaveFirst } = report;
  const costs = (of: LanguagesBenchReport['perLanguage']): string[] => Object.entries(of).map(([name, usage]) => `  ${name}: ${cost(usage, 3)}`);
  lines.push('', 'One more translated language costs:', ...costs(report.perLanguage), 'One more that carries the floor costs:', ...costs(report.perFloorCarrier), '');
  lines.push(gaveFirst ? `What gives first: ${gaveFirst.what}, with ${gaveFirst.languages} language(s) (${whyItGave(gaveFirst)}).` : 'No limit was passed.');
  return lines.join('\n');
}

/** The channel with the largest median, if any was heard. */
function slowest({ channels }: LanguagesBenchResult): Array<[tag: string, LanguagesBenchResult['channels'][string]]> {
  const heard = Object.entries(channels).filter(([, { machineDelayMs }]) => machineDelayMs.p50 !== undefined);
  return heard.sort(([, a], [, b]) => (b.machineDelayMs.p50 ?? 0) - (a.machineDelayMs.p50 ?? 0)).slice(0, 1);
}

function whyItGave(first: NonNullable<LanguagesBenchReport['gaveFirst']>): string {
  return first.what === 'start' ? first.failure : `${fixed(first.value, 1)} ${first.unit}, limit ${fixed(first.limit, 1)}`;
}

/** The bench `soak`, for people. */
export function soakText(report: SoakBenchReport): string {
  return [aboutMachine(report), ...report.results.flatMap(soakResult)].join('\n');
}

function soakResult(result: SoakBenchResult): string[] {
  const { channels, processes, frameAgeMs, speakerQueueFill, liveQueueFill, engineQueueFill, outQueueMs, drops } = result;
  const percent = (share: number | undefined): string => (share === undefined ? '–' : `${(share * 100).toFixed(0)} %`);
  return [
    '',
    `${result.measuredMinutes.toFixed(1)} min of unbroken speech, ${result.segments} segments; the first and the last ${result.windowMinutes.toFixed(1)} min are compared`,
    ...Object.entries(channels).flatMap(([tag, channel]) => [
      `  ${tag}: ${delayOf(channel)}; ${soundOf(channel)}`,
      `    at first: ${stages(channel.firstStagesMs)}`,
      `    at last:  ${stages(channel.lastStagesMs)}`,
    ]),
    `  frame age ${both(frameAgeMs)}, at most ${fixed(frameAgeMs.max)} ms; queue in front of the encoders ${both(outQueueMs)}`,
    `  fill at most: speakers ${percent(speakerQueueFill.max)}, live voices ${percent(liveQueueFill.max)}, engine host ${percent(engineQueueFill.max)}`,
    `  dropped: ${drops.frames} frame(s), ${fixed(drops.engineAudioMs)} ms for the engines, ${fixed(drops.liveAudioMs)} ms of live voices, ${drops.unrecognisedSegments} segment(s) not recognised, ${drops.segments} segment(s), ${drops.clauses} clause(s), ${drops.captions} caption(s)`,
    ...Object.entries(processes).map(([name, usage]) => `  ${name}: ${cost(usage)}; ${fixed(usage.startMb, 1)} → ${fixed(usage.endMb, 1)} MB, ${fixed(usage.slopeMbPerHour, 1)} MB/h`),
    `  ${result.verdict}${result.reasons.map((reason) => `\n    ${reason}`).join('')}`,
  ];
}

function delayOf(channel: SoakChannel): string {
  return [
    `machine delay ${both(channel.machineDelayMs)}; median ${fixed(channel.firstMs)} → ${fixed(channel.lastMs)} ms (${fixed(channel.changePercent, 1)} %)`,
    `p95 ${fixed(channel.firstP95Ms)} → ${fixed(channel.lastP95Ms)} ms`,
    `slope ${fixed(channel.slopeMsPerMin, 1)} ms/min`,
  ].join(', ');
}

function soundOf(channel: SoakChannel): string {
  return [
    `lag ${both(channel.lagMs)}`,
    `${channel.lostSegments} segment(s) not spoken`,
    `${channel.droppedClauses} dropped clause(s)`,
    `${channel.gaps} gap(s)`,
    `${fixed(channel.unwrittenMs)} ms not written, ${fixed(channel.concealedMs)} ms made up by the listener`,
    `two voices ${fixed(channel.twoVoicesMs)} ms`,
    `nobody ${fixed(channel.noSourceMs)} ms`,
  ].join(', ');
}
