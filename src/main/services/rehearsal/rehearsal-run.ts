import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { AppError } from '../../../shared/app-error.ts';
import type { RehearsalRequest, RehearsalView } from '../../../shared/contract/rehearsal.ts';
import { DisposableStore } from '../../../shared/disposable-store.ts';
import { drop } from '../../../shared/drop.ts';
import type { ChannelStatus } from '../../../shared/live/channel.ts';
import { allWarm, type ProcessUsage } from '../../../shared/live/stats.ts';
import { nowMs } from '../../../shared/node/monotonic-clock.ts';
import type { RehearsalToHost, ScriptLine } from '../../../shared/protocol/rehearsal-protocol.ts';
import type { RehearsalReport } from '../../../shared/rehearsal-report.ts';
import { channelTrack } from '../../../shared/tracks.ts';
import type { ProcessMeter } from '../metrics/process-meter.ts';
import type { NodesService } from '../nodes/nodes-service.ts';
import type { LiveHub } from '../rooms/live-hub.ts';
import type { TokenService } from '../tokens/token-service.ts';
import { CAST } from './cast.ts';
import { hasEngines, whatIsMissing } from './channel-readiness.ts';
import { RehearsalProcess } from './rehearsal-process.ts';
import { RehearsalRecord } from './rehearsal-record.ts';
import { rehearsalReport } from './rehearsal-report.ts';
import { RehearsalTokens } from './rehearsal-tokens.ts';

/** What a run needs of the host. */
export interface RunServices {
  readonly nodes: Pick<NodesService, 'endpoint'>;
  readonly tokens: TokenService;
  readonly usage: ProcessMeter;
  readonly workerPath: string;
  readonly nodePath: string;
  readonly log: Logger;
}

export interface RunOptions {
  readonly room: string;
  readonly request: RehearsalRequest;
  readonly lines: readonly ScriptLine[];
  readonly hub: LiveHub;
  /** Let the probe listen to the untranslated floor too: `floor:<identity>` in the record. */
  readonly probeFloor: boolean;
  /** How much of the past is kept, milliseconds; undefined: all of a rehearsal with an end, ten minutes of one without. */
  readonly windowMs: number | undefined;
  readonly onView: (view: RehearsalView) => void;
}

/**
 * Joining is work, and the jitter buffers remember it for some ten seconds; in an event everybody has long been there. What
 * a join costs is measured by itself (`measureJoin`).
 */
const BUFFERS_FORGET_MS = 8_000;
/** Voices become fast by use; a rehearsal with an end waits for it this long at most before the first word. */
const ENGINES_WARM_TIMEOUT_MS = 40_000;
/** One without end reports from then on; while somebody is heard voices practise slowly, beside a busy console for two minutes. */
const FIGURES_BEGIN_WITHIN_MS = 150_000;
/** What is heard of a line may be dated a little before it, by voice activity; pauses between lines last 900 ms. */
const BEFORE_A_LINE_MS = 300;
const COLD = 'It was stopped before engines and voices had warmed up: its figures say nothing about an event. Let it run for a minute longer.';
/** Engines load and voices warm up before the first word; on a slow, busy machine that takes most of a minute. */
const CHANNELS_UP_TIMEOUT_MS = 90_000;
const REPORT_EVERY_MS = 3_000;
/** A rehearsal without an end reports on this much of its past: it may run for days, and each report aligns every word anew. */
const ENDLESS_WINDOW_MS = 10 * 60_000;
/** After the last word: the slowest segment has been committed, translated and spoken, or it will not be. */
const SETTLE_TIMEOUT_MS = 12_000;
/** Nothing has been pending for this long: it is over. */
const SETTLED_AFTER_MS = 1_500;
/** How often is looked whether something waited for is there. */
const LOOK_EVERY_MS = 200;
/** Processes that serve every room. */
const COMMON_PROCESSES: ReadonlySet<string> = new Set(['host', 'livekit-server', 'rehearsal']);

/**
 * One rehearsal in a room that exists: forks the speakers and the probe, waits until every channel is up, lets them read,
 * keeps the record, reports.
 */
export class RehearsalRun implements AsyncDisposable {
  readonly record = new RehearsalRecord();
  readonly #services: RunServices;
  readonly #options: RunOptions;
  readonly #store = new DisposableStore();
  readonly #closed = new AbortController();
  readonly #stopping = new AbortController();
  readonly #process: RehearsalProcess;
  readonly #tokens: RehearsalTokens;
  #line: Extract<RehearsalView, { kind: 'running' }>['line'];
  #workerReady = false;
  #reading = false;
  /** Everything is warm: figures begin with the next line. */
  #mayMeasure = false;
  /** Speakers in the middle of a line. */
  readonly #speaking = new Set<string>();
  /** Why this run cannot go on. */
  #gone: string | undefined;

  constructor(services: RunServices, options: RunOptions) {
    this.#services = services;
    this.#options = options;
    this.#tokens = new RehearsalTokens(services.tokens, options.room, options.request);
    this.#process = this.#store.own(
      new RehearsalProcess({
        workerPath: services.workerPath,
        nodePath: services.nodePath,
        onMessage: (message) => this.#take(message),
        onStranger: (reason) => services.log.error({ reason }, 'the rehearsal worker sent a message that is not understood'),
      }),
      (process) => process[Symbol.asyncDispose](),
    );
    this.#store.own(services.usage.watch(() => (this.#process.pid === undefined ? [] : [{ name: 'rehearsal', pid: this.#process.pid }])), (unwatch) => unwatch());
    this.#store.own(this.#closed, (closed) => closed.abort());
    this.#follow();
  }

  /**
   * Prepares, reads until the time is up or {@link stop}, waits for the last translation, and hands back the final report.
   *
   * @throws AppError `PEER_GONE` the worker or the room went away; `PROCESS_GAVE_UP` a channel did not come up
   */
  async run(): Promise<RehearsalReport> {
    await this.#configure();
    await this.#channelsUp('engines', (language) => hasEngines(this.#channel(language)));
    if (this.#options.request.seconds !== undefined) await this.#enginesWarm();
    this.#process.send({ type: 'join' });
    await this.#channelsUp('audio', (language) => this.#workerReady && this.record.probe.has(channelTrack(language)));
    if (this.#options.request.seconds !== undefined) {
      await this.#pause(BUFFERS_FORGET_MS);
      this.record.begin();
    }
    if (!this.#stopping.signal.aborted) this.#process.send({ type: 'start' });
    this.#reading = true;
    await this.#read();
    this.#options.onView({ kind: 'stopping', room: this.#options.room });
    this.#process.send({ type: 'pause' });
    this.#reading = false;
    await this.#settle();
    return this.#report(true);
  }

  /** Ends the reading; `run` then settles and resolves. Idempotent. */
  stop(): void {
    this.#stopping.abort();
  }

  /** Queues a sentence. @throws AppError `CONFLICT` nobody reads yet, or no more */
  say(text: string): void {
    if (!this.#reading) throw new AppError('CONFLICT', 'The speakers are not reading yet or have finished. Try again while the rehearsal runs.');
    this.#process.send({ type: 'say', speaker: CAST[0].speaker, text });
  }

  /** Lets one more listener join and leave, for `record.joins`. */
  async measureJoin(): Promise<void> {
    this.#process.send({ type: 'measure-join', token: await this.#tokens.lateListener() });
  }

  /** Resolves once the worker is gone. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#store[Symbol.asyncDispose]();
  }

  async #configure(): Promise<void> {
    const { room, lines, request } = this.#options;
    this.#prepare('Engines and voices warm up', 0);
    const everybody = await this.#tokens.everybody();
    this.#process.send({
      type: 'configure',
      config: {
        room,
        url: this.#services.nodes.endpoint().url,
        ...everybody,
        lines: [...lines],
        repeat: true,
        languages: request.languages,
        probeFloor: this.#options.probeFloor,
      },
    });
  }

  /** Waits until every channel has `what`. @throws AppError `PROCESS_GAVE_UP` not in time; it says what is missing */
  async #channelsUp(what: 'engines' | 'audio', isUp: (language: string) => boolean): Promise<void> {
    const { request } = this.#options;
    const deadlineMs = nowMs() + CHANNELS_UP_TIMEOUT_MS;
    for (;;) {
      const waiting = request.languages.filter((language) => !isUp(language));
      if (waiting.length === 0 || this.#stopping.signal.aborted) return;
      if (nowMs() > deadlineMs) throw this.#notUp(waiting);
      this.#prepare(what === 'engines' ? `Engines and voices warm up for ${waiting.join(', ')}` : 'Speakers and probe join the room', request.languages.length - waiting.length);
      await this.#pause(LOOK_EVERY_MS);
    }
  }

  /** Figures tell what an event would see, whose engines have been up for minutes. A rehearsal with an end waits for it; one without shows captions soon. */
  async #enginesWarm(): Promise<void> {
    const deadlineMs = nowMs() + ENGINES_WARM_TIMEOUT_MS;
    while (!this.#warm && nowMs() < deadlineMs && !this.#stopping.signal.aborted) await this.#pause(LOOK_EVERY_MS);
  }

  get #warm(): boolean {
    return allWarm(this.#options.hub.stats.current?.engines ?? []);
  }

  #channel(language: string): ChannelStatus | undefined {
    return this.record.channels.find((channel) => channel.language === language);
  }

  #notUp(waiting: readonly string[]): AppError {
    const what = waiting.map((language) => whatIsMissing(language, this.#channel(language)));
    return new AppError('PROCESS_GAVE_UP', `These channels did not come up in ${CHANNELS_UP_TIMEOUT_MS / 1000} s: ${what.join(', ')}. Nothing was rehearsed; the logs of the session worker say why.`);
  }

  /**
   * Reads until the time is up, a stop, or the worker's end; renews the interim report meanwhile. One without end reports from when
   * everything is warm.
   */
  async #read(): Promise<void> {
    const { request, room, windowMs = request.seconds === undefined ? ENDLESS_WINDOW_MS : undefined } = this.#options;
    const startedMs = nowMs();
    const startedAtMs = Date.now();
    const endMs = request.seconds === undefined ? Infinity : startedMs + request.seconds * 1000;
    let nextReportMs = startedMs + REPORT_EVERY_MS;
    let report: RehearsalReport | undefined;
    while (nowMs() < endMs && !this.#stopping.signal.aborted) {
      this.#mayMeasure ||= this.#warm || nowMs() - startedMs > FIGURES_BEGIN_WITHIN_MS;
      if (this.record.measuring && nowMs() >= nextReportMs) {
        if (windowMs !== undefined) this.record.forgetBefore(nowMs() - windowMs);
        report = this.#report(false);
        nextReportMs = nowMs() + REPORT_EVERY_MS;
      }
      this.#options.onView({
        kind: 'running',
        room,
        startedAtMs,
        ...(request.seconds !== undefined && { seconds: request.seconds }),
        ...(this.#line && { line: this.#line }),
        ...(report && { report }),
      });
      await this.#pause(Math.min(500, endMs - nowMs()));
    }
  }

  /** The line being read ends, and what is on its way arrives: until nothing has been pending for a while. */
  async #settle(): Promise<void> {
    const deadlineMs = nowMs() + SETTLE_TIMEOUT_MS;
    let quietSinceMs = nowMs();
    while (nowMs() < deadlineMs && nowMs() - quietSinceMs < SETTLED_AFTER_MS) {
      await sleep(LOOK_EVERY_MS);
      this.#alive();
      const interpreted = this.#options.request.interpreter === undefined || this.record.takesEnded;
      if (this.#speaking.size > 0 || !interpreted || [...this.record.traces.values()].some((trace) => !trace.done)) quietSinceMs = nowMs();
    }
  }

  #report(final: boolean): RehearsalReport {
    const { languages, interpreter, seconds } = this.#options.request;
    const report = rehearsalReport(this.record, { languages, interpreter, seconds, nowMs: nowMs(), final });
    return final && !this.record.measuring ? { ...report, verdict: 'no-go', reasons: [COLD, ...report.reasons] } : report;
  }

  #prepare(step: string, done: number): void {
    this.#options.onView({ kind: 'preparing', room: this.#options.room, step, done, total: this.#options.request.languages.length });
  }

  /** @throws AppError `PEER_GONE` */
  #alive(): void {
    if (this.#gone) throw new AppError('PEER_GONE', this.#gone);
  }

  async #pause(ms: number): Promise<void> {
    await sleep(Math.max(0, ms), undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    this.#alive();
  }

  #take(message: RehearsalToHost): void {
    this.record.takeWorker(message);
    const { log } = this.#services;
    switch (message.type) {
      case 'ready':
        this.#workerReady = true;
        return;
      case 'line-started':
        if (this.#mayMeasure && !this.record.measuring && this.#speaking.size === 0) this.record.beginAnew(message.atMs - BEFORE_A_LINE_MS);
        this.#speaking.add(message.speaker);
        this.#line = { index: message.index, total: this.#options.lines.length, speaker: message.speaker, text: message.text };
        return;
      case 'line-ended':
        this.#speaking.delete(message.speaker);
        return;
      case 'token-request':
        return drop(this.#renew(message.identity), (thrown) => log.warn({ err: thrown }, 'no new token for a rehearsal participant'));
      case 'log':
        return log[message.level]({ ...message.fields, process: 'rehearsal' }, message.message);
      case 'interpreter-take':
      case 'interpreter-ended':
      case 'heard':
      case 'caption-heard':
      case 'probe':
      case 'script-ended':
      case 'joined':
        return;
    }
  }

  async #renew(identity: string): Promise<void> {
    this.#process.send({ type: 'token', identity, token: await this.#tokens.renewed(identity) });
  }

  /** Everything that comes from elsewhere goes into the record, until the run is closed. */
  #follow(): void {
    const { hub } = this.#options;
    const { signal } = this.#closed;
    const report = (thrown: unknown): void => this.#services.log.error({ err: thrown }, 'the rehearsal lost sight of its room');
    const each = async <T>(values: AsyncIterable<T>, take: (value: T) => void): Promise<void> => {
      for await (const value of values) take(value);
    };
    // Another room's workers have the same names and no part in this rehearsal.
    const takesPart = ({ name, pid }: ProcessUsage): boolean => COMMON_PROCESSES.has(name) || (hub.stats.current?.processes.some((own) => own.pid === pid) ?? false);
    drop(each(hub.traces.follow({ signal }), ({ values }) => values.forEach((trace) => this.record.takeTrace(trace))), report);
    // A switch has the time of the wall clock, takes that of the monotonic one: what both share is how long ago it was.
    drop(each(hub.switches.follow({ signal }), ({ values }) => values.forEach((change) => this.record.takeSwitch(change, nowMs() - (Date.now() - change.atMs)))), report);
    drop(each(hub.stats.watch({ signal }), (stats) => this.record.takeStats(stats)), report);
    drop(each(this.#services.usage.usage.watch({ signal }), (usage) => this.record.takeUsage(usage.filter(takesPart))), report);
    const channels = each(hub.channels.watch({ signal }), (statuses) => this.record.takeChannels(statuses));
    drop(channels.then(() => (this.#gone ??= 'The room of the rehearsal was closed, so the rehearsal ended.')), report);
    drop(this.#process.exited.then(() => (this.#gone ??= 'The process with the synthetic speakers ended unexpectedly, so the rehearsal ended. Start it again; the log has the details.')), report);
  }
}
