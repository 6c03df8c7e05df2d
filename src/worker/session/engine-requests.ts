import { AppError, type ErrorCode } from '../../shared/app-error.ts';
import type { FromEngineHost, ToEngineHost } from '../engines/protocol.ts';
import type { EngineHostProcess } from './engine-host-process.ts';

interface Pending {
  readonly host: EngineHostProcess;
  readonly resolve: (text: string) => void;
  readonly reject: (error: AppError) => void;
  readonly onAudio: ((samples: Int16Array, sampleRateHz: number) => void) | undefined;
  readonly timeout: ReturnType<typeof setTimeout>;
}

export interface EngineQuestion {
  readonly build: (requestId: number) => ToEngineHost;
  readonly timeoutMs: number;
  readonly onAudio?: Pending['onAudio'];
  readonly signal?: AbortSignal | undefined;
}

/** What engine hosts say about requests. */
type Answer = Extract<FromEngineHost, { type: 'translated' | 'speech' | 'spoken' | 'failed' }>;

/** Everything that engine hosts were asked for and have not finished. Each request ends exactly once, also when its host dies. */
export class EngineRequests {
  readonly #pending = new Map<number, Pending>();
  #count = 0;

  get size(): number {
    return this.#pending.size;
  }

  /** Whether `host` still owes an answer. */
  owedBy(host: EngineHostProcess): boolean {
    return [...this.#pending.values()].some((pending) => pending.host === host);
  }

  /**
   * Resolves with the text of the answer, empty where audio was asked for.
   *
   * @throws AppError `PEER_GONE` when there is no host, it dies, does not answer in `timeoutMs` or `signal` fires, else the engine's own code
   */
  async ask(host: EngineHostProcess | undefined, { build, timeoutMs, onAudio, signal }: EngineQuestion): Promise<string> {
    signal?.throwIfAborted();
    if (!host?.running) throw new AppError('PEER_GONE', 'The speech engines are being started.');
    const requestId = this.#count++;
    const give = (message: string): void => {
      host.send({ type: 'cancel', requestId });
      this.#fail(requestId, 'PEER_GONE', message);
    };
    const cancel = (): void => give('This sentence is not needed any more.');
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise((resolve, reject) => {
        const timeout = setTimeout(() => give('The speech engines did not answer in time; they may be overloaded.'), timeoutMs);
        this.#pending.set(requestId, { host, resolve, reject, onAudio, timeout });
        host.send(build(requestId));
      });
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  receive(answer: Answer): void {
    switch (answer.type) {
      case 'translated':
        return this.#settle(answer.requestId, ({ resolve }) => resolve(answer.text));
      case 'speech':
        this.#pending.get(answer.requestId)?.onAudio?.(answer.samples, answer.sampleRateHz);
        return;
      case 'spoken':
        return this.#settle(answer.requestId, ({ resolve }) => resolve(''));
      case 'failed':
        return this.#fail(answer.requestId, answer.code, answer.message);
    }
  }

  /** `host` is gone, and what it was asked for with it. */
  hostGone(host: EngineHostProcess): void {
    for (const [requestId, pending] of this.#pending) {
      if (pending.host === host) this.#fail(requestId, 'PEER_GONE', 'The speech engines stopped while they worked on this; they are being started again.');
    }
  }

  #fail(requestId: number, code: ErrorCode, message: string): void {
    this.#settle(requestId, ({ reject }) => reject(new AppError(code, message)));
  }

  #settle(requestId: number, how: (pending: Pending) => void): void {
    const pending = this.#pending.get(requestId);
    if (!pending) return;
    this.#pending.delete(requestId);
    clearTimeout(pending.timeout);
    how(pending);
  }
}
