import type { ChannelStatus } from '../src/shared/live/channel.ts';
import type { ProcessUsage, SessionStats } from '../src/shared/live/stats.ts';
import { percentiles } from '../src/shared/quality/percentiles.ts';
import { slope, type Point } from '../src/shared/quality/trend.ts';
import { channelTrack } from '../src/shared/tracks.ts';
import { type ChannelDelay, channelDelays, medianStages } from '../src/main/services/rehearsal/channel-delays.ts';
import { isLost } from '../src/main/services/rehearsal/lost-segment.ts';
import type { RehearsalRecord } from '../src/main/services/rehearsal/rehearsal-record.ts';
import { alignFloor, type SpokenSpan } from '../src/main/services/rehearsal/spoken-spans.ts';
import { spread } from './bench-machine.ts';
import type { SoakBenchResult } from './bench-report.ts';
import { CounterGrowth } from './counter-growth.ts';
import { SOAK_LIMITS, soakReasons } from './soak-verdict.ts';

/** The first and the last five minutes are compared. */
const WINDOW_MIN = 5;
/** A segment committed this long ago has been heard, or will not be; a later one may still be on its way. */
const SETTLE_MS = 15_000;
const MEMORY_POINT_EVERY_MS = 10_000;
const WARM_UP_MIN = 5;

interface Heard extends Point, Pick<ChannelDelay, 'earVoiceSpanMs' | 'stagesMs'> {}

interface ChannelFigures {
  readonly heard: Heard[];
  readonly lagMs: number[];
  readonly droppedClauses: CounterGrowth;
  readonly twoVoicesMs: CounterGrowth;
  readonly noSourceMs: CounterGrowth;
  /** Segments that were not spoken; where nothing ever had a voice none was to be. */
  lost: number;
  hasVoice: boolean;
}

interface ProcessFigures {
  readonly cpuCores: number[];
  readonly memory: Point[];
}

/**
 * What a long run is made of, collected while it runs: some numbers a second, whatever becomes of the record they are taken
 * from. An hour in four languages is about 60,000 of them.
 */
export class SoakFigures {
  readonly #languages: readonly string[];
  readonly #channels: ReadonlyMap<string, ChannelFigures>;
  readonly #processes = new Map<string, ProcessFigures>();
  readonly #seen = new Map<string, number>();
  readonly #frameAges: number[] = [];
  readonly #speakerFills: number[] = [];
  readonly #liveFills: number[] = [];
  readonly #engineFills: number[] = [];
  readonly #requests: number[] = [];
  readonly #outQueues: number[] = [];
  readonly #drops = { frames: new CounterGrowth(), engineAudioMs: new CounterGrowth(), unrecognisedSegments: new CounterGrowth(), liveAudioMs: new CounterGrowth(), segments: new CounterGrowth(), captions: new CounterGrowth() };
  readonly #recycled = new CounterGrowth();
  #segments = 0;
  #startMs: number | undefined;
  #endMs = 0;

  constructor(languages: readonly string[]) {
    this.#languages = languages;
    this.#channels = new Map(languages.map((language) => [language, { heard: [], lagMs: [], droppedClauses: new CounterGrowth(), twoVoicesMs: new CounterGrowth(), noSourceMs: new CounterGrowth(), lost: 0, hasVoice: false }]));
  }

  /** Nothing counts before the first word. */
  get begun(): boolean {
    return this.#startMs !== undefined;
  }

  /** Takes the delays of all segments that have settled since the last call, at the end `all`; call more often than the record forgets. */
  takeRecord(record: RehearsalRecord, nowMs: number, all = false): void {
    this.#startMs ??= record.firstWordMs;
    if (this.#startMs === undefined) return;
    this.#endMs = nowMs;
    const fresh = [...record.traces.values()].filter(({ segmentId, committedMs }) => committedMs < (all ? Infinity : nowMs - SETTLE_MS) && !this.#seen.has(segmentId));
    if (fresh.length === 0) return;
    this.#segments += fresh.length;
    for (const { segmentId, committedMs } of fresh) this.#seen.set(segmentId, committedMs);
    for (const segmentId of this.#seen.keys()) if (!record.traces.has(segmentId)) this.#seen.delete(segmentId);

    const committed = new Map(fresh.map(({ segmentId, committedMs }) => [segmentId, committedMs]));
    const traces = [...record.traces.values()];
    const spans = spokenSpans(record);
    for (const [language, channel] of this.#channels) {
      const track = channelTrack(language);
      for (const { segmentId, machineDelayMs, earVoiceSpanMs, stagesMs } of channelDelays(language, traces, spans, record.onsets.get(track) ?? [], record.probe.get(track)?.jitterBufferMs)) {
        const committedMs = committed.get(segmentId);
        if (committedMs !== undefined) channel.heard.push({ at: (committedMs - this.#startMs) / 60_000, value: machineDelayMs, earVoiceSpanMs, stagesMs });
      }
      channel.lost += fresh.filter((trace) => trace.committedMs < nowMs - SETTLE_MS && isLost(trace, language, { final: true, takenOver: false })).length;
    }
  }

  /** Once a second. */
  takeStats({ speakers, channels, liveQueue, engineLoad, drops }: SessionStats): void {
    for (const { frameAgeP95Ms, queueMs, queueLimitMs } of speakers) {
      if (frameAgeP95Ms !== undefined) this.#frameAges.push(frameAgeP95Ms);
      this.#speakerFills.push(queueMs / queueLimitMs);
    }
    this.#liveFills.push(liveQueue.fullestMs / liveQueue.limitMs);
    this.#engineFills.push(engineLoad.audioWaitMs / engineLoad.audioWaitLimitMs);
    this.#requests.push(engineLoad.requests);
    this.#recycled.take(engineLoad.recycled);
    for (const { language, outQueueMs, twoVoicesMs, noSourceMs } of channels) {
      this.#outQueues.push(outQueueMs);
      this.#channels.get(language)?.twoVoicesMs.take(twoVoicesMs);
      this.#channels.get(language)?.noSourceMs.take(noSourceMs);
    }
    this.#drops.frames.take(drops.frames);
    this.#drops.engineAudioMs.take(drops.engineAudioMs);
    this.#drops.unrecognisedSegments.take(drops.unrecognisedSegments);
    this.#drops.liveAudioMs.take(drops.liveAudioMs);
    this.#drops.segments.take(drops.segments);
    this.#drops.captions.take(drops.captions);
  }

  /** Once a second. */
  takeChannels(statuses: readonly ChannelStatus[]): void {
    for (const { language, lagMs, droppedClauses, voice } of statuses) {
      const channel = this.#channels.get(language);
      if (!channel) continue;
      channel.lagMs.push(lagMs);
      channel.droppedClauses.take(droppedClauses);
      channel.hasVoice ||= voice !== undefined;
    }
  }

  /** Processes of one name are one. */
  takeUsage(usages: readonly ProcessUsage[], nowMs: number): void {
    for (const name of new Set(usages.map((usage) => usage.name))) {
      const figures = this.#processes.get(name) ?? { cpuCores: [], memory: [] };
      this.#processes.set(name, figures);
      const own = usages.filter((usage) => usage.name === name);
      const cpuCores = sum(own.map((usage) => usage.cpuCores));
      const residentMb = sum(own.map((usage) => usage.residentMb));
      if (cpuCores !== undefined) figures.cpuCores.push(cpuCores);
      const lastAt = figures.memory.at(-1)?.at ?? -Infinity;
      if (residentMb !== undefined && nowMs - lastAt >= MEMORY_POINT_EVERY_MS) figures.memory.push({ at: nowMs, value: residentMb });
    }
  }

  /** @param minutes of reading that were asked for */
  result(minutes: number, withoutTranslator: string[], record: RehearsalRecord, wordErrorRate: number | undefined): SoakBenchResult {
    const measuredMinutes = this.#startMs === undefined ? 0 : (this.#endMs - this.#startMs) / 60_000;
    const windowMinutes = Math.min(WINDOW_MIN, measuredMinutes / 2);
    const channels = Object.fromEntries(this.#languages.map((language) => [language, this.#channel(language, windowMinutes, measuredMinutes, record)]));
    const frameAgeMs = watched(this.#frameAges);
    const figures = {
      languages: [...this.#languages],
      withoutTranslator,
      minutes,
      measuredMinutes,
      windowMinutes,
      segments: this.#segments,
      ...(wordErrorRate !== undefined && { wordErrorRate }),
      channels,
      frameAgeMs,
      speakerQueueFill: watched(this.#speakerFills),
      liveQueueFill: watched(this.#liveFills),
      engineQueueFill: watched(this.#engineFills),
      engineRequests: watched(this.#requests),
      outQueueMs: watched(this.#outQueues),
      drops: {
        frames: this.#drops.frames.total,
        engineAudioMs: this.#drops.engineAudioMs.total,
        unrecognisedSegments: this.#drops.unrecognisedSegments.total,
        liveAudioMs: this.#drops.liveAudioMs.total,
        segments: this.#drops.segments.total,
        captions: this.#drops.captions.total,
        clauses: [...this.#channels.values()].reduce((total, { droppedClauses }) => total + droppedClauses.total, 0),
      },
      engineHostsReplaced: this.#recycled.total,
      processes: Object.fromEntries([...this.#processes].map(([name, figures]) => [name, processResult(figures)])),
    };
    const reasons = soakReasons(figures);
    return { ...figures, limits: SOAK_LIMITS, verdict: reasons.length === 0 ? 'pass' : 'fail', reasons };
  }

  #channel(language: string, windowMinutes: number, measuredMinutes: number, record: RehearsalRecord): SoakBenchResult['channels'][string] {
    const { heard, lagMs, droppedClauses, twoVoicesMs, noSourceMs, lost, hasVoice } = this.#channels.get(language)!;
    const delays = heard.map(({ value }) => value);
    const first = heard.filter(({ at }) => at < windowMinutes);
    const last = heard.filter(({ at }) => at >= measuredMinutes - windowMinutes);
    const { p50: firstMs, p95: firstP95Ms } = percentiles(first.map(({ value }) => value));
    const { p50: lastMs, p95: lastP95Ms } = percentiles(last.map(({ value }) => value));
    const slopeMsPerMin = slope(heard);
    return {
      machineDelayMs: spread(delays),
      earVoiceSpanMs: spread(heard.map(({ earVoiceSpanMs }) => earVoiceSpanMs)),
      heard: heard.length,
      ...(firstMs !== undefined && { firstMs }),
      ...(lastMs !== undefined && { lastMs }),
      ...(firstMs !== undefined && lastMs !== undefined && { changePercent: (lastMs / firstMs - 1) * 100 }),
      ...(firstP95Ms !== undefined && { firstP95Ms }),
      ...(lastP95Ms !== undefined && { lastP95Ms }),
      firstStagesMs: medianStages(first),
      lastStagesMs: medianStages(last),
      ...(slopeMsPerMin !== undefined && { slopeMsPerMin }),
      lagMs: watched(lagMs),
      lostSegments: hasVoice ? lost : 0,
      droppedClauses: droppedClauses.total,
      gaps: record.heardOf(channelTrack(language))?.gaps ?? 0,
      ...record.missingSoundOf(channelTrack(language)),
      twoVoicesMs: twoVoicesMs.total,
      noSourceMs: noSourceMs.total,
    };
  }
}

function spokenSpans(record: RehearsalRecord): Map<string, SpokenSpan> {
  const segments = [...record.traces.values()].map((trace) => ({ trace, text: record.sourceTexts.get(trace.segmentId) ?? '' }));
  const all = new Map<string, SpokenSpan>();
  for (const [identity, words] of record.spoken) for (const [segmentId, span] of alignFloor({ identity, words }, segments).spans) all.set(segmentId, span);
  return all;
}

function processResult({ cpuCores, memory }: ProcessFigures): SoakBenchResult['processes'][string] {
  const [first, last] = [memory[0], memory.at(-1)];
  const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length;
  if (!first || !last) return cpuCores.length > 0 ? { cpuCores: mean(cpuCores) } : {};
  const warmUpMs = Math.min(WARM_UP_MIN * 60_000, (last.at - first.at) / 4);
  const warm = memory.filter(({ at }) => at >= first.at + warmUpMs);
  const perMs = slope(warm);
  return {
    ...(cpuCores.length > 0 && { cpuCores: mean(cpuCores) }),
    residentMb: mean(memory.map(({ value }) => value)),
    startMb: warm[0]?.value ?? first.value,
    endMb: last.value,
    maxMb: memory.reduce((most, { value }) => Math.max(most, value), 0),
    ...(perMs !== undefined && { slopeMbPerHour: perMs * 3_600_000 }),
  };
}

function watched(values: readonly number[]): { p50?: number; p95?: number; max?: number } {
  const { p50, p95 } = percentiles(values);
  if (p50 === undefined || p95 === undefined) return {};
  return { p50, p95, max: values.reduce((most, value) => Math.max(most, value), -Infinity) };
}

function sum(values: ReadonlyArray<number | undefined>): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
}
