import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../shared/app-error.ts';
import { TimeLimit } from '../../../shared/node/time-limit.ts';
import { signalProcess, writePidFile } from './pid-file.ts';

/** How a child ended. Both null: it could not be started at all. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export type SupervisorState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting'; readonly attempt: number }
  | { readonly kind: 'running'; readonly pid: number; readonly sinceMs: number }
  | { readonly kind: 'backing-off'; readonly attempt: number; readonly retryAtMs: number; readonly reason: string }
  | { readonly kind: 'gave-up'; readonly reason: string; readonly exit: Exit };

export interface ProcessSpec {
  /** In messages to the user and in the PID file. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** All the child gets; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Opens an IPC channel with `serialization: 'advanced'`. */
  readonly ipc?: boolean;
  /** Noted while the child lives, for a host that starts after this one was killed. */
  readonly pidFile: string;
  /** Resolves when the child can serve; must reject when `signal` aborts. A child is judged by this, never by its exit code. */
  readonly whenReady: (child: ChildProcess, signal: AbortSignal) => Promise<void>;
  readonly readyTimeoutMs: number;
  /** Asks the child to end by other means than a signal, first of all. */
  readonly askToStop?: (child: ChildProcess) => void;
  /** From being asked to stop to SIGKILL. SIGTERM is sent at once, or after a third of it when there is `askToStop`. */
  readonly stopTimeoutMs: number;
  /** Failures in a row before giving up. Having run for `stableAfterMs` resets the count. */
  readonly maxAttempts: number;
  readonly stableAfterMs: number;
  /** Wait before attempt `attempt + 1`. */
  readonly backoffMs: (attempt: number) => number;
  /** Each line of the child's output. A returned text is the newest known reason why it would end. */
  readonly onLine: (line: string, stream: 'stdout' | 'stderr') => string | undefined;
}

/** SIGTERM is repeated: livekit-server swallows one that comes within 100 ms of its start, and on the first it only drains. */
const TERM_EVERY_MS = 300;

/**
 * Keeps one child process alive between {@link start} and {@link stop}.
 *
 * One loop owns the child and is the only writer of {@link state}; nothing else spawns, kills or restarts, so there is no
 * second path to race with. Commands are carried out one after the other.
 */
export class ProcessSupervisor implements AsyncDisposable {
  readonly #spec: ProcessSpec;
  readonly #listeners = new Set<(state: SupervisorState) => void>();
  #state: SupervisorState = { kind: 'stopped' };
  #restarts = 0;
  #reason: string | undefined;
  #run: { readonly stopping: AbortController; readonly loop: Promise<void> } | undefined;
  #commands: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(spec: ProcessSpec) {
    this.#spec = spec;
  }

  get state(): SupervisorState {
    return this.#state;
  }

  /** How often the child was brought back after it had ended by itself. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Calls `listener` with every later state, in order, at once. Returns the unsubscribe function. */
  onState(listener: (state: SupervisorState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Starts supervising; idempotent. Resolves when the child is ready.
   *
   * @throws PROCESS_GAVE_UP every attempt failed, with the last error the child printed
   * @throws PEER_GONE it was stopped meanwhile
   */
  async start(): Promise<void> {
    await this.#inTurn(() => this.#begin());
    const state = await this.#firstOf('running', 'gave-up', 'stopped');
    if (state.kind === 'gave-up') {
      throw new AppError('PROCESS_GAVE_UP', `${this.#spec.name} could not be started: ${state.reason}. Its log in Nodes has the details; start it again once the cause is gone.`, {
        details: { ...state.exit },
      });
    }
    if (state.kind === 'stopped') throw new AppError('PEER_GONE', `${this.#spec.name} was stopped before it was ready. Start it again if that was not meant.`);
  }

  /** Ends the child and resolves once it is gone. Idempotent, never rejects. */
  stop(): Promise<void> {
    this.#run?.stopping.abort();
    return this.#inTurn(() => this.#end());
  }

  /** Stops, then starts. @throws PROCESS_GAVE_UP */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    await this.stop();
  }

  async #begin(): Promise<void> {
    if (this.#disposed || (this.#run && this.#state.kind !== 'gave-up')) return;
    const stopping = new AbortController();
    this.#enter({ kind: 'starting', attempt: 1 });
    this.#run = { stopping, loop: this.#supervise(stopping.signal) };
  }

  async #end(): Promise<void> {
    const run = this.#run;
    run?.stopping.abort();
    await run?.loop;
    this.#run = undefined;
    if (this.#state.kind !== 'stopped') this.#enter({ kind: 'stopped' });
  }

  async #supervise(stopping: AbortSignal): Promise<void> {
    for (let attempt = 1; !stopping.aborted; attempt++) {
      if (attempt > 1 || this.#state.kind !== 'starting') this.#enter({ kind: 'starting', attempt });
      this.#reason = undefined;
      const { exit, ranMs, byItself } = await this.#runOnce(stopping);
      if (stopping.aborted) break;
      // Who is killed from outside had no time to say why: an error line from before would be the wrong reason.
      const reason = (byItself && exit.signal ? undefined : this.#reason) ?? inWords(exit, ranMs > 0);
      if (ranMs >= this.#spec.stableAfterMs) attempt = 1;
      if (attempt >= this.#spec.maxAttempts) return this.#enter({ kind: 'gave-up', reason, exit });

      const delayMs = this.#spec.backoffMs(attempt);
      this.#restarts++;
      this.#enter({ kind: 'backing-off', attempt, retryAtMs: Date.now() + delayMs, reason });
      await sleep(delayMs, undefined, { signal: stopping }).catch(() => undefined);
    }
  }

  /** Runs the child from spawn to exit. Resolves only after the process is gone, with the time it was ready for. */
  async #runOnce(stopping: AbortSignal): Promise<{ exit: Exit; ranMs: number; byItself: boolean }> {
    const { command, args, env, ipc, pidFile, name } = this.#spec;
    // Its own process group: Ctrl-C in a terminal must not reach it before us, and what it leaves behind can be ended as one.
    const child = spawn(command, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
      detached: process.platform !== 'win32',
      windowsHide: true,
      ...(ipc && { serialization: 'advanced' as const }),
    });
    const gone = new AbortController();
    const exited = exitOf(child).finally(() => gone.abort());
    const drained = this.#capture(child);
    let readyAtMs = 0;

    try {
      if (child.pid !== undefined) await writePidFile(pidFile, name, child.pid);
      await this.#untilReady(child, [stopping, gone.signal]);
      if (child.pid !== undefined && !gone.signal.aborted && !stopping.aborted) {
        readyAtMs = Date.now();
        this.#enter({ kind: 'running', pid: child.pid, sinceMs: readyAtMs });
        await once(stopping, 'abort', { signal: gone.signal });
      }
    } catch (thrown) {
      // Not ready in time, gone, stopping, or a PID file that cannot be written: all end the same way, below.
      if (!gone.signal.aborted && !stopping.aborted) this.#reason ??= thrown instanceof AppError ? thrown.message : 'it did not become ready in time';
    }

    const ranMs = readyAtMs === 0 ? 0 : Math.max(1, Date.now() - readyAtMs);
    const byItself = gone.signal.aborted;
    if (!byItself) await this.#terminate(child, gone.signal);
    const exit = await exited;
    // What the child had started itself and left behind; the group is empty in most cases.
    if (child.pid !== undefined && process.platform !== 'win32') signalProcess(-child.pid, 'SIGKILL');
    await drained;
    await rm(pidFile, { force: true }).catch(() => undefined);
    return { exit, ranMs, byItself };
  }

  async #untilReady(child: ChildProcess, ends: readonly AbortSignal[]): Promise<void> {
    const limit = new TimeLimit(ends, this.#spec.readyTimeoutMs);
    try {
      await unlessAborted(this.#spec.whenReady(child, limit.signal), limit.signal);
    } finally {
      limit.release();
    }
  }

  /** Hands on each line of output; resolves when both streams have ended. */
  async #capture(child: ChildProcess): Promise<void> {
    const streams = ['stdout', 'stderr'] as const;
    await Promise.all(
      streams.map(async (stream) => {
        const source = child[stream];
        if (!source) return;
        const lines = createInterface({ input: source, crlfDelay: Infinity });
        lines.on('line', (line) => {
          this.#reason = this.#spec.onLine(line, stream) ?? this.#reason;
        });
        await once(lines, 'close');
      }),
    );
  }

  async #terminate(child: ChildProcess, gone: AbortSignal): Promise<void> {
    const { askToStop, stopTimeoutMs } = this.#spec;
    const killAtMs = Date.now() + stopTimeoutMs;
    if (askToStop) {
      askToStop(child);
      await sleep(stopTimeoutMs / 3, undefined, { signal: gone }).catch(() => undefined);
    }
    while (!gone.aborted && Date.now() < killAtMs) {
      child.kill('SIGTERM');
      await sleep(Math.min(TERM_EVERY_MS, stopTimeoutMs), undefined, { signal: gone }).catch(() => undefined);
    }
    if (!gone.aborted) child.kill('SIGKILL');
  }

  #firstOf(...kinds: ReadonlyArray<SupervisorState['kind']>): Promise<SupervisorState> {
    return new Promise((resolve) => {
      const check = (state: SupervisorState): void => {
        if (!kinds.includes(state.kind)) return;
        unsubscribe();
        resolve(state);
      };
      const unsubscribe = this.onState(check);
      check(this.#state);
    });
  }

  #inTurn<T>(command: () => Promise<T>): Promise<T> {
    const done = this.#commands.then(command);
    this.#commands = done.catch(() => undefined);
    return done;
  }

  #enter(state: SupervisorState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

function inWords({ code, signal }: Exit, wasReady: boolean): string {
  const when = wasReady ? 'while it was running' : 'before it was ready';
  if (signal) return `it was ended by ${signal} ${when}`;
  return code === null ? 'its program could not be run' : `it ended with code ${code} ${when}`;
}

/** A spawn failure (no such file) has no exit code; report it as an exit too, so callers have one path. */
async function exitOf(child: ChildProcess): Promise<Exit> {
  // A later 'error' (a message that could not be sent) must not become an uncaught exception.
  child.on('error', () => undefined);
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return { code, signal };
  } catch {
    return { code: null, signal: null };
  }
}

/** `work`, or a rejection as soon as `signal` aborts: stopping does not wait for something that hangs. */
async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const settled = new AbortController();
  try {
    await Promise.race([work, once(signal, 'abort', { signal: settled.signal })]);
    signal.throwIfAborted();
  } finally {
    settled.abort();
  }
}
