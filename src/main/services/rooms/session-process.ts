import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { childEnvironment } from '../../../shared/child-environment.ts';
import { drop } from '../../../shared/drop.ts';
import type { ProcessRef } from '../../../shared/live/stats.ts';
import { type HostToSession, type SessionConfig, type SessionPhase, SessionToHost } from '../../../shared/protocol/session-protocol.ts';
import { mediaProcessFlags } from '../process/media-process-flags.ts';
import { ProcessSupervisor, type SupervisorState } from '../process/process-supervisor.ts';
import { withoutTokens } from '../process/without-tokens.ts';

/**
 * Which of the two participants of a room that may be its translator a worker is. One identity a seat, for ever: a new worker takes the
 * place of a dead one at once, which else stays for 15 s.
 */
export type Seat = '' | '.2';

export interface SessionProcessOptions {
  readonly room: string;
  /** Told apart from another worker of the room, while one takes the place of the other. */
  readonly seat: Seat;
  /** Plain Node. */
  readonly nodePath: string;
  readonly workersDir: string;
  /** Folder for the PID file. */
  readonly runDir: string;
  /** Sees to it that the room exists, and signs a fresh token. Asked before every start of the worker. */
  readonly configure: () => Promise<SessionConfig>;
  readonly onMessage: (message: SessionToHost) => void;
  /** The phase in which the worker, or its absence, is. */
  readonly onPhase: (phase: SessionPhase) => void;
  /** The worker ended by itself; it is being started again. */
  readonly onGone: (reason: string) => void;
  readonly onLog: (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Readonly<Record<string, unknown>>) => void;
}

/** Keeps one session worker alive until disposed: one that dies is started again at once, then with growing pauses. */
export class SessionProcess implements AsyncDisposable {
  readonly #options: SessionProcessOptions;
  readonly #supervisor: ProcessSupervisor;
  #child: ChildProcess | undefined;

  constructor(options: SessionProcessOptions) {
    this.#options = options;
    const { room, seat, nodePath, workersDir, runDir } = options;
    this.#supervisor = new ProcessSupervisor({
      name: `session ${room}`,
      command: nodePath,
      args: [...mediaProcessFlags, join(workersDir, 'session-worker.js')],
      env: childEnvironment(process.env),
      ipc: true,
      pidFile: join(runDir, `session-${room}${seat}.json`),
      whenReady: (child, signal) => this.#configure(child, signal),
      readyTimeoutMs: 20_000,
      askToStop: (child) => send(child, { type: 'shutdown' }),
      stopTimeoutMs: 3_000,
      maxAttempts: Number.POSITIVE_INFINITY,
      stableAfterMs: 20_000,
      backoffMs: (attempt) => (attempt === 1 ? 0 : Math.min(250 * 2 ** (attempt - 2), 5_000)),
      onLine: (line, stream) => {
        // The media library writes here too, and its failures to join may hold the address with the token.
        const clean = withoutTokens(line);
        options.onLog(stream === 'stderr' ? 'warn' : 'debug', clean);
        return stream === 'stderr' && clean.trim() !== '' ? clean : undefined;
      },
    });
    this.#supervisor.onState((state) => this.#stateChanged(state));
  }

  /** Begins; does not wait for the worker. */
  start(): void {
    drop(this.#supervisor.start(), () => undefined);
  }

  /** The worker's own process while it runs. */
  get process(): readonly ProcessRef[] {
    const { state } = this.#supervisor;
    return state.kind === 'running' ? [{ name: 'session-worker', pid: state.pid }] : [];
  }

  /** Tells the running worker; lost when there is none, whose successor is configured with the same. */
  tell(message: HostToSession): void {
    if (this.#child) send(this.#child, message);
  }

  /** Lets the worker leave its room; resolves once it is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#supervisor[Symbol.asyncDispose]();
  }

  #stateChanged(state: SupervisorState): void {
    switch (state.kind) {
      case 'starting':
        if (state.attempt === 1) this.#options.onPhase({ kind: 'starting' });
        break;
      case 'backing-off':
        this.#options.onPhase({ kind: 'reconnecting', reason: `The session worker ended (${state.reason}) and is being started again` });
        this.#options.onGone(state.reason);
        break;
      case 'running':
      case 'stopped':
      case 'gave-up':
        break;
      default:
        state satisfies never;
    }
  }

  /** Tells the worker what to do; it is ready once it says in which phase it is. */
  async #configure(child: ChildProcess, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = settleable();
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    child.on('message', (raw) => {
      const parsed = SessionToHost.safeParse(raw);
      if (!parsed.success) {
        this.#options.onLog('error', 'a message of the session worker was not understood and is ignored; it may be of another version', { issues: parsed.error.issues });
        return;
      }
      if (parsed.data.type === 'phase') resolve();
      this.#receive(child, parsed.data);
    });
    this.#child = child;
    send(child, { type: 'configure', config: await this.#options.configure() });
    await promise;
  }

  #receive(child: ChildProcess, message: SessionToHost): void {
    switch (message.type) {
      case 'phase':
        this.#options.onPhase(message.phase);
        break;
      case 'log':
        this.#options.onLog(message.level, message.message, message.fields);
        break;
      case 'token-request':
        drop(
          this.#options.configure().then(({ token }) => send(child, { type: 'token', token })),
          (thrown) => this.#options.onLog('warn', 'the session worker asked for a token and there is none yet', { err: thrown }),
        );
        break;
      case 'caption':
      case 'trace':
      case 'channels':
      case 'switch':
      case 'floor':
      case 'levels':
      case 'stats':
      case 'channel-said':
        this.#options.onMessage(message);
        break;
      default:
        message satisfies never;
    }
  }
}

/** Silently lost when the worker is gone: its exit says so. */
function send(child: ChildProcess, message: HostToSession): void {
  if (child.connected) child.send(message, () => undefined);
}

/** A promise with its handles; a rejection that nobody awaits any more is not an unhandled one. */
function settleable(): { promise: Promise<void>; resolve: () => void; reject: (reason: unknown) => void } {
  let resolve: () => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<void>((...handles) => {
    [resolve, reject] = handles;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
