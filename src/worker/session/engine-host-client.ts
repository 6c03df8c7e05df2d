import { drop } from '../../shared/drop.ts';
import type { EngineStatus, ProcessRef } from '../../shared/live/stats.ts';
import type { LogLine } from '../../shared/protocol/session-protocol.ts';
import type { FromEngineHost } from '../engines/protocol.ts';
import { raiseSession } from '../../shared/node/media-priority.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { Condition } from './condition.ts';
import { EngineHostProcess, type EngineRoute, type EngineStart, MAX_AUDIO_WAIT_MS } from './engine-host-process.ts';
import { type EngineQuestion, EngineRequests } from './engine-requests.ts';
import { EngineStream, type EngineStreamHandlers } from './engine-stream.ts';
import { Quarantine } from './quarantine.ts';

export interface EngineHostOptions {
  /** The built engine host. */
  readonly program: string;
  readonly start: EngineStart;
  /**
   * Beside the engines of a session worker in use, until {@link EngineHostClient.takeOver}: nobody needs to be heard or served by these yet. Streams are
   * opened only once the voices are warm, and the session, translators aside, is not put above others: a small machine cannot do for two what one needs.
   */
  readonly standsBy?: boolean;
  readonly onRoute: (route: EngineRoute) => void;
  /** At once when the process is gone. It is started again by itself. */
  readonly onDown: () => void;
  readonly onEngines: (engines: readonly EngineStatus[]) => void;
  readonly log: (level: LogLine['level'], message: string, fields?: Record<string, unknown>) => void;
}

/** What waits on its way to the engines. */
export interface EngineLoad {
  /** How long the oldest audio waits in the fuller queue, on the way to the engine host or inside it, and how long it may before audio is dropped. */
  readonly audioWaitMs: number;
  readonly audioWaitLimitMs: number;
  /** How far hearing is behind speech: the oldest audio in both queues together, milliseconds. */
  readonly behindMs: number;
  /** Translations and clauses asked for and not finished. */
  readonly requests: number;
  /** Engine hosts replaced while they ran, since the start. */
  readonly recycled: number;
}

interface TranslateHow {
  /** False: the text goes on with a sentence that was begun before. */
  readonly startsSentence: boolean;
  readonly signal?: AbortSignal;
}

// At once the first time: most crashes are one bad input. Then ever slower, so that a broken model does not burn a core.
const BACKOFF_MS = [0, 250, 500, 1_000, 2_000] as const;
/** Running for this long counts as recovered. */
const RECOVERED_MS = 10_000;
const TRANSLATE_TIMEOUT_MS = 5_000;
/** A long clause at the pace of a slow voice. */
const SYNTHESISE_TIMEOUT_MS = 15_000;
/** A successor that is not as able as the one it replaces by then is given up. Voices practise for 10 to 40 s, beside a busy console for two minutes. */
const SUCCESSOR_WARM_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 200;
/** Loading takes one to three seconds; a translation that comes later than this is of no use. */
const TRANSLATOR_BACK_WITHIN_MS = 4_000;
/** While one engine host is being replaced, no other is. */
const TRY_LATER_MS = 60_000;
/** Streams move within 30 s and the longest request takes 15 s: what is left then is lost with the process. */
const RETIRE_WITHIN_MS = 60_000;

/**
 * Owns the engine host: starts it, restarts it whenever it exits, opens the streams again, and asks the next one for the
 * translations that were pending; what was being spoken fails with `PEER_GONE`. Everyone is told at once when it is gone.
 *
 * {@link recycle} replaces a running engine host by a fresh one without a moment between them: the successor loads and warms
 * up beside it, then takes every new request; each stream changes over in its speaker's next pause; what the old one was
 * asked for it finishes, and what it heard it reads; then it ends.
 */
export class EngineHostClient {
  readonly #options: EngineHostOptions;
  readonly #streams = new Set<EngineStream>();
  readonly #requests = new EngineRequests();
  /** Replaced, and not finished yet; with the time by which they end. */
  readonly #retiring = new Map<EngineHostProcess, number>();
  readonly #ending = new WeakSet<EngineHostProcess>();
  readonly #quarantine: Quarantine;
  /** What the engine host of the day can do. */
  readonly #able = new Condition();
  #current: EngineHostProcess | undefined;
  #successor: EngineHostProcess | undefined;
  #looking: ReturnType<typeof setInterval> | undefined;
  #restart: ReturnType<typeof setTimeout> | undefined;
  #trial: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #streamCount = 0;
  #recycled = 0;
  #hasBeenWarm = false;
  #standsBy: boolean;
  #raised = false;
  #closed = false;

  constructor(options: EngineHostOptions) {
    this.#options = options;
    this.#standsBy = options.standsBy ?? false;
    this.#quarantine = new Quarantine(options.start.engines);
    this.#current = this.#launch();
  }

  get running(): boolean {
    return this.#current?.running === true;
  }

  /** Every engine host that runs, the one in use first, and what they started. */
  get processes(): readonly ProcessRef[] {
    return this.#hosts.flatMap((host) => host.processes);
  }

  get load(): EngineLoad {
    const { waitMs, limitMs } = this.#current?.fullestQueue ?? { waitMs: 0, limitMs: MAX_AUDIO_WAIT_MS };
    return { audioWaitMs: waitMs, audioWaitLimitMs: limitMs, behindMs: this.#current?.behindMs ?? 0, requests: this.#requests.size, recycled: this.#recycled };
  }

  /** A stream for one speaker, from its next sample on. Close it. */
  openStream(language: string, handlers: EngineStreamHandlers): EngineStream {
    const stream = new EngineStream(`s${this.#streamCount++}`, language, handlers, () => this.#listener, (closed) => this.#streams.delete(closed));
    this.#streams.add(stream);
    return stream;
  }

  /** Where streams are opened now. */
  get #listener(): EngineHostProcess | undefined {
    this.#hasBeenWarm ||= this.#current?.warm ?? false;
    return this.#hasBeenWarm || !this.#standsBy ? this.#current : undefined;
  }

  /** Whether `target` is reached by engines of this machine alone, which may be asked for what is then not needed. */
  isLocal(target: string): boolean {
    return this.#current?.routes.get(target)?.local ?? false;
  }

  /** Whether an engine has a voice for `target`, which may be loading, or have failed and come back. */
  voiceMayCome(target: string): boolean {
    return this.#current?.routes.get(target)?.speakable ?? true;
  }

  /** Whether the voice of `target` speaks at the rate that it is asked for; one that does not is to be asked for 1. */
  hasOwnRate(target: string): boolean {
    return this.#current?.routes.get(target)?.ownRate ?? true;
  }

  /**
   * A text over which the engine host died, or that comes before it can translate, is translated by whichever can soon.
   *
   * @throws AppError `PEER_GONE` when there is none in time, it does not answer in time or `signal` fires, else the engine's own code
   */
  async translate(text: string, source: string, target: string, { startsSentence, signal }: TranslateHow): Promise<string> {
    const question: EngineQuestion = { build: (requestId) => ({ type: 'translate', requestId, text, source, target, startsSentence }), timeoutMs: TRANSLATE_TIMEOUT_MS, signal };
    const asked = this.#current;
    const able = (): boolean => this.#current?.mayTranslateInto(target) ?? false;
    const wasAble = able();
    try {
      return await this.#requests.ask(asked, question);
    } catch (thrown) {
      if (wasAble && asked?.running) throw thrown;
      if (!(await this.#able.until(able, TRANSLATOR_BACK_WITHIN_MS, signal))) throw thrown;
      return this.#requests.ask(this.#current, question);
    }
  }

  /**
   * Speaks `text`; `onAudio` gets the pieces in order as they come, and the promise resolves after the last.
   *
   * @throws AppError as for `translate`, or the signal's reason; what came before stays valid
   */
  async synthesise(text: string, language: string, rate: number, onAudio: (samples: Int16Array, sampleRateHz: number) => void, signal: AbortSignal): Promise<void> {
    await this.#requests.ask(this.#current, { build: (requestId) => ({ type: 'synthesise', requestId, text, language, rate }), timeoutMs: SYNTHESISE_TIMEOUT_MS, onAudio, signal });
  }

  /** The session worker that these stood by is leaving: from now on they are what is waited for. */
  takeOver(): void {
    this.#standsBy = false;
    this.#raise();
  }

  /** Replaces the engine host by a fresh one while it works; see the class. Does nothing while one is being replaced, or none runs. */
  recycle(reason: string): void {
    if (!this.#replaceable) return;
    this.#options.log('info', 'The engine host is being replaced by a fresh one, which takes over in a pause.', { reason });
    this.#successor = this.#launch();
    this.#look();
  }

  get #replaceable(): boolean {
    return !this.#closed && !this.#successor && this.#retiring.size === 0 && this.#current?.hears === true;
  }

  /** Ends the engine host: asks, then kills. Resolves when it is gone. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#restart);
    clearTimeout(this.#trial);
    clearInterval(this.#looking);
    this.#able.close();
    await Promise.all(this.#hosts.map((host) => host.close()));
  }

  /** The process is about to end: leave nothing behind. */
  kill(): void {
    this.#closed = true;
    for (const host of this.#hosts) host.kill();
  }

  get #hosts(): EngineHostProcess[] {
    return [this.#current, this.#successor, ...this.#retiring.keys()].filter((host) => host !== undefined);
  }

  #raise(): void {
    // Linux may refuse one that comes within a tenth of a second of another: the next sentence tries again.
    this.#raised = raiseSession();
  }

  #launch(): EngineHostProcess {
    const { program, start, log } = this.#options;
    return new EngineHostProcess({ program, start, setAside: this.#quarantine.aside, log, onMessage: (host, message) => this.#receive(host, message), onEnd: (host, how) => this.#ended(host, how) });
  }

  #receive(host: EngineHostProcess, message: FromEngineHost): void {
    switch (message.type) {
      case 'engines':
        if (host === this.#current) this.#options.onEngines(message.engines);
        return this.#able.changed();
      case 'route':
        if (host === this.#current) this.#options.onRoute(message);
        return this.#able.changed();
      case 'log':
        return this.#options.log(message.level, message.message, message.fields);
      case 'ready':
        return this.#able.changed();
      case 'processes':
      case 'pong':
      case 'catalogue':
      case 'tried':
        return;
      case 'listening.better':
        for (const stream of this.#streams) if (stream.language === message.language && stream.isAt(host) && host === this.#current) stream.move();
        return;
      case 'stream.lost':
      case 'segment.lost':
      case 'speech.started':
      case 'speech.stopped':
      case 'hypothesis':
        // Not before: loading and practising take every core for seconds, and somebody may be waiting for a window to open.
        if (message.type === 'speech.started' && !this.#raised && !this.#standsBy) this.#raise();
        for (const stream of this.#streams) if (stream.isAt(host)) stream.receive(message);
        return;
      case 'translated':
      case 'speech':
      case 'spoken':
      case 'failed':
        return this.#requests.receive(message);
    }
  }

  #ended(host: EngineHostProcess, how: string): void {
    const ranMs = nowMs() - host.startedMs;
    const wasCurrent = host === this.#current;
    const wasSuccessor = host === this.#successor;
    this.#retiring.delete(host);
    if (wasCurrent) {
      // A successor that is on its way is as good as one started now.
      this.#current = this.#successor;
      this.#successor = undefined;
      if (!this.#closed) this.#options.onDown();
    }
    if (wasSuccessor) this.#successor = undefined;
    this.#requests.hostGone(host);
    for (const stream of this.#streams) if (stream.isAt(host)) stream.lost(host);
    if (this.#closed) return;
    if (wasSuccessor) {
      this.#options.log('warn', 'The fresh engine host ended before it could take over; the one in use goes on.', { how });
      this.#missSuccessor();
    }
    if (!wasCurrent) return;
    if (this.#current) return this.#announce(this.#current);
    if (host.everHeard) this.#noteCrash(host.setAside);
    this.#startAgain(how, ranMs);
  }

  #noteCrash(without: readonly string[]): void {
    this.#quarantine.crashed(nowMs(), without.length > 0);
    const { aside } = this.#quarantine;
    if (aside.length === without.length) return;
    if (aside.length > 0) this.#options.log('error', 'The engine host ended again and again. The models that the user set up are set aside: their languages are not recognised until they are tried again.', { models: [...aside] });
    else this.#options.log('error', 'The engine host ends without the models that the user set up as well: they are loaded again.', { models: [...without] });
    this.#planTrial();
  }

  /** Models that are set aside are tried with a successor, so that it costs nobody anything when that fails. */
  #planTrial(atLeastMs = 0): void {
    clearTimeout(this.#trial);
    const { untilMs } = this.#quarantine;
    if (untilMs === undefined) return;
    this.#trial = setTimeout(() => {
      if (!this.#replaceable) return this.#planTrial(TRY_LATER_MS);
      this.#quarantine.tryAgain(nowMs());
      this.recycle('models that were set aside are tried again');
    }, Math.max(atLeastMs, untilMs - nowMs()));
  }

  /** A successor that was to try models did not come: another one will. */
  #missSuccessor(): void {
    if ((this.#current?.setAside.length ?? 0) === 0) return;
    this.#quarantine.triedInVain(nowMs());
    this.#planTrial();
  }

  #startAgain(how: string, ranMs: number): void {
    if (ranMs >= RECOVERED_MS) this.#failures = 0;
    const delayMs = BACKOFF_MS[Math.min(this.#failures, BACKOFF_MS.length - 1)] ?? 0;
    this.#failures++;
    this.#options.log('error', 'The engine host ended; the channels carry the floor until it is back.', { how, restartInMs: delayMs });
    this.#restart = setTimeout(() => {
      this.#current = this.#launch();
    }, delayMs);
  }

  /** What `host` said before it was in use. */
  #announce(host: EngineHostProcess): void {
    // As an engine host tells it itself: why a language is not reached stands in the engines' states.
    if (host.engines.length > 0) this.#options.onEngines(host.engines);
    for (const route of host.routes.values()) this.#options.onRoute(route);
    this.#able.changed();
  }

  /** Looks after a replacement until nothing of it is left. */
  #look(): void {
    this.#looking ??= setInterval(() => {
      this.#considerSuccessor();
      for (const [host, endMs] of this.#retiring) {
        const inUse = this.#requests.owedBy(host) || [...this.#streams].some((stream) => stream.isAt(host));
        if (!this.#ending.has(host) && (!inUse || nowMs() > endMs)) this.#end(host);
      }
      if (this.#successor || this.#retiring.size > 0) return;
      clearInterval(this.#looking);
      this.#looking = undefined;
    }, LOOK_EVERY_MS);
  }

  #considerSuccessor(): void {
    const [current, successor] = [this.#current, this.#successor];
    if (!current || !successor) return;
    if (successor.warm && servesAsMuch(successor, current)) return this.#replace(current, successor);
    if (nowMs() - successor.startedMs < SUCCESSOR_WARM_WITHIN_MS) return;
    this.#successor = undefined;
    this.#retiring.set(successor, nowMs());
    this.#options.log('error', 'The fresh engine host did not become ready to take over and was given up; the one in use goes on.', { waitedMs: SUCCESSOR_WARM_WITHIN_MS });
    this.#missSuccessor();
  }

  #replace(old: EngineHostProcess, fresh: EngineHostProcess): void {
    this.#current = fresh;
    this.#successor = undefined;
    this.#recycled++;
    this.#retiring.set(old, nowMs() + RETIRE_WITHIN_MS);
    this.#announce(fresh);
    for (const stream of this.#streams) stream.move();
    this.#options.log('info', 'A fresh engine host has taken over.', { warmUpMs: Math.round(nowMs() - fresh.startedMs) });
  }

  #end(host: EngineHostProcess): void {
    this.#ending.add(host);
    drop(host.close(), () => undefined);
  }
}

/** Whether `fresh` reaches every target that `old` does, with a translator and a voice. */
function servesAsMuch(fresh: EngineHostProcess, old: EngineHostProcess): boolean {
  return [...old.routes.values()].every(({ target, translator, voice }) => {
    const route = fresh.routes.get(target);
    return (translator === undefined || route?.translator !== undefined) && (voice === undefined || route?.voice !== undefined);
  });
}
