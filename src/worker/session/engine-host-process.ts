import { fork, type ChildProcess } from 'node:child_process';
import { childEnvironment } from '../../shared/child-environment.ts';
import { allWarm, type EngineStatus, type ProcessRef } from '../../shared/live/stats.ts';
import type { LogLine } from '../../shared/protocol/session-protocol.ts';
import { FromEngineHost, MAX_ENGINE_WAIT_MS, type ToEngineHost } from '../engines/protocol.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import type { EngineSender } from './engine-stream.ts';

export type EngineStart = Omit<Extract<ToEngineHost, { type: 'start' }>, 'type' | 'setAside'>;
export type EngineRoute = Extract<FromEngineHost, { type: 'route' }>;

export interface EngineHostProcessOptions {
  /** The built engine host. */
  readonly program: string;
  readonly start: EngineStart;
  /** Models that it is not to load. */
  readonly setAside?: readonly string[];
  /** Everything it says, after this object has taken note of it. */
  readonly onMessage: (host: EngineHostProcess, message: FromEngineHost) => void;
  /** Once, when the process is gone or could not be started. */
  readonly onEnd: (host: EngineHostProcess, how: string) => void;
  readonly log: (level: LogLine['level'], message: string, fields?: Record<string, unknown>) => void;
}

/**
 * Audio may wait this long to be taken, milliseconds, before new audio is dropped: however many speak, so that no speaker's bound
 * is shortened by the others. What waits is at most what all of them said in this time.
 */
export const MAX_AUDIO_WAIT_MS = 1_000;
const STOP_GRACE_MS = 1_000;
const PING_EVERY_MS = 1_000;
/**
 * Pings in a row without an answer after which it counts as hung. Its thread computes in pieces of some 3 ms; ten seconds is far
 * beyond the longest wait seen on an overloaded machine, and a stopped or looping process would never answer at all.
 */
const HUNG_AFTER_PINGS = 10;

/** One engine host: its process, what goes in and comes out, and what it last said of itself. It is never started again. */
export class EngineHostProcess implements EngineSender {
  readonly startedMs = nowMs();
  /** How each target is reached, as it last said. */
  readonly routes = new Map<string, EngineRoute>();
  readonly #options: EngineHostProcessOptions;
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  readonly #watchdog: ReturnType<typeof setInterval>;
  #engines: readonly EngineStatus[] = [];
  #processes: readonly ProcessRef[];
  #ready = false;
  #over = false;
  /** When each message of audio was sent that it has not taken yet, monotonic milliseconds, oldest first. */
  readonly #audioSentMs: number[] = [];
  #unansweredPings = 0;
  /** Audio that waited there to be heard, as it last said. */
  #unheardMs = 0;

  constructor(options: EngineHostProcessOptions) {
    this.#options = options;
    const child = fork(options.program, { serialization: 'advanced', env: childEnvironment(process.env), execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#child = child;
    this.#processes = child.pid === undefined ? [] : [{ name: 'engine-host', pid: child.pid }];
    child.on('message', (raw) => this.#receive(raw));
    this.#gone = new Promise((resolve) => {
      const ended = (how: string): void => {
        if (this.#over) return;
        this.#over = true;
        clearInterval(this.#watchdog);
        resolve();
        options.onEnd(this, how);
      };
      child.once('exit', (code, signal) => ended(signal ?? `code ${code}`));
      child.once('error', () => {
        // No such program, or out of processes: there may never be an exit.
        if (child.pid === undefined) ended('could not be started');
      });
    });
    this.#watchdog = setInterval(() => this.#ping(), PING_EVERY_MS);
    this.send({ type: 'start', ...options.start, setAside: [...(options.setAside ?? [])] });
  }

  get running(): boolean {
    return !this.#over && this.#child.connected;
  }

  /** Models that it was told not to load. */
  get setAside(): readonly string[] {
    return this.#options.setAside ?? [];
  }

  /** It has been able to hear, whether or not it still runs. */
  get everHeard(): boolean {
    return this.#ready;
  }

  /** It has said that it can hear: a stream opened earlier would be refused. */
  get hears(): boolean {
    return this.#ready && this.running;
  }

  /** Everything it can load is loaded and its voices have practised. */
  get warm(): boolean {
    return this.hears && allWarm(this.#engines);
  }

  /** It translates into `target`, or has nothing for the floor's language and all translators that it has for others. */
  mayTranslateInto(target: string): boolean {
    const route = this.routes.get(target);
    if (!this.hears || !route) return false;
    if (route.path.length > 0) return route.translator !== undefined;
    return this.#engines.every(({ kind, state }) => kind !== 'translator' || state !== 'starting');
  }

  get engines(): readonly EngineStatus[] {
    return this.#engines;
  }

  /** Itself and what it started. */
  get processes(): readonly ProcessRef[] {
    return this.#processes;
  }

  /** How long the oldest audio that it has not taken yet has waited, milliseconds, of {@link MAX_AUDIO_WAIT_MS}; 0 when none waits. */
  get audioWaitMs(): number {
    const [oldestMs] = this.#audioSentMs;
    return oldestMs === undefined ? 0 : nowMs() - oldestMs;
  }

  /** Audio that it has not heard yet, on the way and inside. */
  get behindMs(): number {
    return this.audioWaitMs + this.#unheardMs;
  }

  /**
   * The fuller of the two queues of audio: on the way to it (see {@link audioWaitMs}), and inside it, where audio waits to be heard (as
   * it said in the last second). `waitMs` is the age of the oldest, `limitMs` that at which audio is dropped.
   */
  get fullestQueue(): { readonly waitMs: number; readonly limitMs: number } {
    const onTheWay = { waitMs: this.audioWaitMs, limitMs: MAX_AUDIO_WAIT_MS };
    const inside = { waitMs: this.#unheardMs, limitMs: MAX_ENGINE_WAIT_MS };
    return onTheWay.waitMs / onTheWay.limitMs > inside.waitMs / inside.limitMs ? onTheWay : inside;
  }

  send(message: ToEngineHost): void {
    if (this.running) this.#child.send(message, () => undefined);
  }

  sendAudio(message: ToEngineHost): boolean {
    if (!this.running || this.audioWaitMs >= MAX_AUDIO_WAIT_MS) return false;
    this.#audioSentMs.push(nowMs());
    // Messages are taken in the order in which they were sent.
    this.#child.send(message, () => this.#audioSentMs.shift());
    return true;
  }

  /** Asks it to end, then kills. Resolves when it is gone. */
  async close(): Promise<void> {
    this.send({ type: 'shutdown' });
    const kill = setTimeout(() => this.kill(), STOP_GRACE_MS);
    await this.#gone;
    clearTimeout(kill);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #receive(raw: unknown): void {
    const parsed = FromEngineHost.safeParse(raw);
    if (!parsed.success) {
      this.#options.log('warn', 'The engine host sent a message that this worker does not understand; it was ignored.');
      return;
    }
    const message = parsed.data;
    if (message.type === 'pong') {
      this.#unansweredPings = 0;
      this.#unheardMs = message.audioWaitMs;
    } else if (message.type === 'ready') this.#ready = true;
    else if (message.type === 'engines') this.#engines = message.engines;
    else if (message.type === 'processes') this.#processes = message.processes;
    else if (message.type === 'route') this.routes.set(message.target, message);
    this.#options.onMessage(this, message);
  }

  /** While it loads, its thread is not free to answer. */
  #ping(): void {
    if (!this.#ready) return;
    if (this.#unansweredPings < HUNG_AFTER_PINGS) {
      this.#unansweredPings++;
      this.send({ type: 'ping' });
      return;
    }
    this.#options.log('error', 'The engine host does not answer any more; it is ended and started again.', { unansweredPings: this.#unansweredPings });
    this.kill();
  }
}
