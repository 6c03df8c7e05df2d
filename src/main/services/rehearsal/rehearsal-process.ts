import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { childEnvironment } from '../../../shared/child-environment.ts';
import { type HostToRehearsal, RehearsalToHost } from '../../../shared/protocol/rehearsal-protocol.ts';
import { mediaProcessFlags } from '../process/media-process-flags.ts';

export interface RehearsalProcessOptions {
  /** Path of the built `rehearsal-worker.js`. */
  readonly workerPath: string;
  /** Plain Node. */
  readonly nodePath: string;
  readonly onMessage: (message: RehearsalToHost) => void;
  /** The worker said something this host does not understand; it is another version. */
  readonly onStranger: (reason: string) => void;
}

/** Time to leave the rooms before TERM, and between TERM and KILL. */
const SHUTDOWN_GRACE_MS = 3_000;
const KILL_GRACE_MS = 1_000;

/** The forked rehearsal worker. It exits by itself when this host goes, because its IPC channel closes. */
export class RehearsalProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  /** Resolves with the exit code once the process is gone; never rejects. */
  readonly exited: Promise<number | null>;
  #closing: Promise<void> | undefined;

  constructor({ workerPath, nodePath, onMessage, onStranger }: RehearsalProcessOptions) {
    this.#child = fork(workerPath, [], {
      execPath: nodePath,
      execArgv: [...mediaProcessFlags],
      env: childEnvironment(process.env),
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // A session of its own: Linux shares the cores among sessions first, and voices that are compiled would take this host's share.
      detached: process.platform !== 'win32',
    });
    this.exited = Promise.race([once(this.#child, 'exit').then(([code]) => code as number | null), once(this.#child, 'error').then(() => null)]).catch(() => null);
    this.#child.on('message', (raw) => {
      const parsed = RehearsalToHost.safeParse(raw);
      if (parsed.success) onMessage(parsed.data);
      else onStranger(parsed.error.message);
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Silently lost when the process is gone: {@link exited} says so. */
  send(message: HostToRehearsal): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  /** Lets the speakers leave; resolves once the process is gone. Idempotent, never rejects. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.send({ type: 'shutdown' });
    if (await this.#goneWithin(SHUTDOWN_GRACE_MS)) return;
    this.#child.kill('SIGTERM');
    if (await this.#goneWithin(KILL_GRACE_MS)) return;
    this.#child.kill('SIGKILL');
    await this.exited;
  }

  async #goneWithin(graceMs: number): Promise<boolean> {
    const timeout = new AbortController();
    const late = sleep(graceMs, false, { signal: timeout.signal }).catch(() => true);
    const gone = await Promise.race([this.exited.then(() => true), late]);
    timeout.abort();
    return gone;
  }
}
