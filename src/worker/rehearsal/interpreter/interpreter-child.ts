import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { childEnvironment } from '../../../shared/child-environment.ts';
import { FromInterpreter, type ToInterpreter } from './interpreter-protocol.ts';

/** Argument that makes the worker's program an interpreter (`index.ts`). */
export const INTERPRETER = 'interpreter';

/** Time to leave the room before it is killed. */
const SHUTDOWN_GRACE_MS = 3_000;

/** The forked process of the synthetic interpreter. It exits by itself when this process goes, because its IPC channel closes. */
export class InterpreterChild implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;

  constructor(onMessage: (message: FromInterpreter) => void, onStranger: (reason: string) => void) {
    this.#child = fork(process.argv[1] as string, [INTERPRETER], { env: childEnvironment(process.env), serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#exited = Promise.race([once(this.#child, 'exit'), once(this.#child, 'error')]).catch(() => undefined);
    this.#child.on('message', (raw) => {
      const parsed = FromInterpreter.safeParse(raw);
      if (parsed.success) onMessage(parsed.data);
      else onStranger(parsed.error.message);
    });
  }

  /** Silently lost when the process is gone. */
  send(message: ToInterpreter): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  /** Tears it off the network: no goodbye to anybody. Resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  /** Lets it leave the room; resolves once it is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.send({ type: 'shutdown' });
    const late = new AbortController();
    await Promise.race([this.#exited, sleep(SHUTDOWN_GRACE_MS, undefined, { signal: late.signal }).catch(() => undefined)]);
    late.abort();
    await this.kill();
  }
}
