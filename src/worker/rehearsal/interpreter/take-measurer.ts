import { Worker } from 'node:worker_threads';
import { AppError } from '../../../shared/app-error.ts';
import type { TakeFigures, TakeRecording } from './take-meter.ts';
import type { TakeReply, TakeRequest } from './take-thread.ts';

/** `workerData` of the thread that measures (`index.ts`). */
export const TAKES = 'takes';

/** Measures takes in a thread of its own: comparing voices takes a second of computing, and the audio must go on. */
export class TakeMeasurer implements AsyncDisposable {
  // The file this process was started with is the thread's as well (`index.ts`).
  readonly #thread = new Worker(process.argv[1] as string, { workerData: TAKES });
  readonly #waiting = new Map<number, { resolve: (figures: TakeFigures) => void; reject: (reason: AppError) => void }>();
  #requests = 0;

  constructor() {
    this.#thread.on('message', ({ id, figures }: TakeReply) => {
      this.#waiting.get(id)?.resolve(figures);
      this.#waiting.delete(id);
    });
    this.#thread.on('error', () => this.#fail());
    this.#thread.on('exit', () => this.#fail());
  }

  /** @throws AppError `PEER_GONE` the thread ended */
  measure(recording: TakeRecording): Promise<TakeFigures> {
    const id = this.#requests++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#thread.postMessage({ id, recording } satisfies TakeRequest);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#thread.terminate();
  }

  #fail(): void {
    for (const { reject } of this.#waiting.values()) reject(new AppError('PEER_GONE', 'The thread that measures the interpreter ended.'));
    this.#waiting.clear();
  }
}
