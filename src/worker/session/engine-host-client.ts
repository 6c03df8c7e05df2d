import { fork, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import { AppError, type ErrorCode } from '../../shared/app-error.ts';
import { childEnvironment } from '../../shared/child-environment.ts';
import type { EngineStatus, ProcessRef } from '../../shared/live/stats.ts';
import type { LogLine } from '../../shared/protocol/session-protocol.ts';
import { FromEngineHost, type ToEngineHost } from '../engines/protocol.ts';
import { nowMs } from '../pipeline/clock.ts';
import { EngineStream, type EngineSender, type EngineStreamHandlers } from './engine-stream.ts';

type Start = Extract<ToEngineHost, { type: 'start' }>;
type Route = Extract<FromEngineHost, { type: 'route' }>;

export interface EngineHostOptions {
  /** The built engine host. */
  readonly program: string;
  readonly start: Omit<Start, 'type'>;
  readonly onRoute: (route: Route) => void;
  /** At once when the process is gone. It is started again by itself. */
  readonly onDown: () => void;
  readonly onEngines: (engines: readonly EngineStatus[]) => void;
  readonly log: (level: LogLine['level'], message: string, fields?: Record<string, unknown>) => void;
}

interface Pending {
  readonly resolve: (value: { text: string }) => void;
  readonly reject: (error: AppError) => void;
  readonly onAudio: ((samples: Int16Array, sampleRateHz: number) => void) | undefined;
  readonly timeout: ReturnType<typeof setTimeout>;
}

// At once the first time: most crashes are one bad input. Then ever slower, so that a broken model does not burn a core.
const BACKOFF_MS = [0, 250, 500, 1_000, 2_000] as const;
/** Running for this long counts as recovered. */
const RECOVERED_MS = 10_000;
const TRANSLATE_TIMEOUT_MS = 5_000;
/** A long clause at the pace of a slow voice. */
const SYNTHESISE_TIMEOUT_MS = 15_000;
/** Messages of audio waiting to be taken, two seconds of one speaker, before new ones are dropped. */
const MAX_AUDIO_BACKLOG = 100;
const STOP_GRACE_MS = 1_000;
/** Below everything that carries audio (0 or higher), above the voices (`PRIORITY_BELOW_NORMAL`, 10): a nice value. */
const COMPUTING_PRIORITY = 5;

/**
 * Owns the engine host: starts it, restarts it whenever it exits, opens the streams again, and fails what was pending with
 * `PEER_GONE`. Nothing here waits for it; everyone is told at once when it is gone.
 */
export class EngineHostClient implements EngineSender {
  readonly #options: EngineHostOptions;
  readonly #streams = new Set<EngineStream>();
  readonly #pending = new Map<number, Pending>();
  #child: ChildProcess | undefined;
  #restart: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #requests = 0;
  #streamCount = 0;
  #audioBacklog = 0;
  #processes: readonly ProcessRef[] = [];
  #ready = false;
  #closed = false;

  constructor(options: EngineHostOptions) {
    this.#options = options;
    this.#launch();
  }

  get running(): boolean {
    return this.#child?.connected === true;
  }

  /** It has said that it can hear: a stream opened earlier would be refused. */
  get hears(): boolean {
    return this.#ready && this.running;
  }

  /** The engine host and what it started. */
  get processes(): readonly ProcessRef[] {
    return this.#processes;
  }

  /** A stream for one speaker, from its next sample on. Close it. */
  openStream(language: string, handlers: EngineStreamHandlers): EngineStream {
    const stream = new EngineStream(`s${this.#streamCount++}`, language, handlers, this, (closed) => this.#streams.delete(closed));
    this.#streams.add(stream);
    return stream;
  }

  /** @throws AppError `PEER_GONE` when the engine host dies or does not answer in time, else the engine's own code */
  async translate(text: string, source: string, target: string): Promise<string> {
    const { text: translated } = await this.#request((requestId) => ({ type: 'translate', requestId, text, source, target }), TRANSLATE_TIMEOUT_MS);
    return translated;
  }

  /**
   * Speaks `text`; `onAudio` gets the pieces in order as they come, and the promise resolves after the last.
   *
   * @throws AppError as for `translate`, or the signal's reason; what came before stays valid
   */
  async synthesise(text: string, language: string, rate: number, onAudio: (samples: Int16Array, sampleRateHz: number) => void, signal: AbortSignal): Promise<void> {
    await this.#request((requestId) => ({ type: 'synthesise', requestId, text, language, rate }), SYNTHESISE_TIMEOUT_MS, onAudio, signal);
  }

  send(message: ToEngineHost): void {
    if (!this.running) return;
    this.#child?.send(message, () => undefined);
  }

  sendAudio(message: ToEngineHost): boolean {
    if (!this.running || this.#audioBacklog >= MAX_AUDIO_BACKLOG) return false;
    this.#audioBacklog++;
    const child = this.#child;
    child?.send(message, () => {
      if (child === this.#child) this.#audioBacklog--;
    });
    return true;
  }

  /** Ends the engine host: asks, then kills. Resolves when it is gone. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#restart);
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    this.send({ type: 'shutdown' });
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
    await gone;
    clearTimeout(kill);
  }

  /** The process is about to end: leave nothing behind. */
  kill(): void {
    this.#closed = true;
    this.#child?.kill('SIGKILL');
  }

  #launch(): void {
    const child = fork(this.#options.program, { serialization: 'advanced', env: childEnvironment(process.env), execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    computingPriority(child.pid);
    const startedMs = nowMs();
    this.#child = child;
    this.#audioBacklog = 0;
    this.#processes = child.pid === undefined ? [] : [{ name: 'engine-host', pid: child.pid }];
    child.on('message', (raw) => this.#receive(raw));
    let over = false;
    const ended = (how: string): void => {
      if (over) return;
      over = true;
      this.#lost(how, nowMs() - startedMs);
    };
    child.once('exit', (code, signal) => ended(signal ?? `code ${code}`));
    child.once('error', () => {
      // No such program, or out of processes: there may never be an exit.
      if (child.pid === undefined) ended('could not be started');
    });
    this.send({ type: 'start', ...this.#options.start });
  }

  #lost(how: string, ranMs: number): void {
    this.#child = undefined;
    this.#ready = false;
    this.#processes = [];
    if (!this.#closed) this.#options.onDown();
    for (const requestId of this.#pending.keys()) this.#fail(requestId, 'PEER_GONE', 'The speech engines stopped while they worked on this; they are being started again.');
    for (const stream of this.#streams) stream.lost();
    if (this.#closed) return;

    if (ranMs >= RECOVERED_MS) this.#failures = 0;
    const delayMs = BACKOFF_MS[Math.min(this.#failures, BACKOFF_MS.length - 1)] ?? 0;
    this.#failures++;
    this.#options.log('error', 'The engine host ended; the channels carry the floor until it is back.', { how, restartInMs: delayMs });
    this.#restart = setTimeout(() => this.#launch(), delayMs);
  }

  #receive(raw: unknown): void {
    const parsed = FromEngineHost.safeParse(raw);
    if (!parsed.success) {
      this.#options.log('warn', 'The engine host sent a message that this worker does not understand; it was ignored.');
      return;
    }
    const message = parsed.data;
    switch (message.type) {
      case 'engines':
        return this.#options.onEngines(message.engines);
      case 'ready':
        this.#ready = true;
        return;
      case 'route':
        return this.#options.onRoute(message);
      case 'processes':
        this.#processes = message.processes;
        return;
      case 'log':
        return this.#options.log(message.level, message.message, message.fields);
      case 'catalogue':
        return;
      case 'speech.started':
        return this.#toStream(message.streamId, (stream) => stream.handlers.onStarted(stream.toSample(message.atSample)));
      case 'speech.stopped':
        return this.#toStream(message.streamId, (stream) => stream.handlers.onStopped(stream.toSample(message.atSample), stream.toSample(message.heardSample)));
      case 'hypothesis':
        return this.#toStream(message.streamId, (stream) => {
          const { segment, final } = message;
          stream.handlers.onReading({ segment, final, words: stream.toWords(message.words), heardSample: stream.toSample(message.heardSample) }, message.computeMs);
        });
      case 'translated':
        return this.#settle(message.requestId, (pending) => pending.resolve({ text: message.text }));
      case 'speech':
        this.#pending.get(message.requestId)?.onAudio?.(message.samples, message.sampleRateHz);
        return;
      case 'spoken':
        return this.#settle(message.requestId, (pending) => pending.resolve({ text: '' }));
      case 'failed':
        return this.#fail(message.requestId, message.code, message.message);
    }
  }

  #toStream(wireId: string, handle: (stream: EngineStream) => void): void {
    for (const stream of this.#streams) if (stream.wireId === wireId) handle(stream);
  }

  async #request(build: (requestId: number) => ToEngineHost, timeoutMs: number, onAudio?: Pending['onAudio'], signal?: AbortSignal): Promise<{ text: string }> {
    signal?.throwIfAborted();
    if (!this.running) throw new AppError('PEER_GONE', 'The speech engines are being started; this sentence is not translated.');
    const requestId = this.#requests++;
    const cancel = (): void => {
      this.send({ type: 'cancel', requestId });
      this.#settle(requestId, (pending) => pending.reject(new AppError('PEER_GONE', 'This sentence is not needed any more.')));
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise((resolve, reject) => {
        const timeout = setTimeout(() => {
          this.send({ type: 'cancel', requestId });
          this.#fail(requestId, 'PEER_GONE', 'The speech engines did not answer in time; they may be overloaded.');
        }, timeoutMs);
        this.#pending.set(requestId, { resolve, reject, onAudio, timeout });
        this.send(build(requestId));
      });
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  #fail(requestId: number, code: ErrorCode, message: string): void {
    this.#settle(requestId, (pending) => pending.reject(new AppError(code, message)));
  }

  #settle(requestId: number, how: (pending: Pending) => void): void {
    const pending = this.#pending.get(requestId);
    if (!pending) return;
    this.#pending.delete(requestId);
    clearTimeout(pending.timeout);
    how(pending);
  }
}

/**
 * Below everything that carries audio. Four languages compute in bursts of some 100 ms on every core, and packets that leave
 * or arrive late in that time make every jitter buffer behind them longer for half a minute.
 */
function computingPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, COMPUTING_PRIORITY);
  } catch {
    // Gone already: its successor is lowered in its turn.
  }
}
