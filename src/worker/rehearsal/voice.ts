import { Worker } from 'node:worker_threads';
import { AppError } from '../../shared/app-error.ts';
import type { SpokenLine } from './spoken-line.ts';
import type { VoiceReply, VoiceRequest } from './voice-thread.ts';

/**
 * The synthetic speakers' voice, in a thread of its own: a sentence typed in the middle of the rehearsal must not hold up
 * the audio that is going out.
 */
export class Voice implements AsyncDisposable {
  // The file this process was started with is the thread's as well (`index.ts`).
  readonly #thread = new Worker(process.argv[1] as string);
  readonly #waiting = new Map<number, { resolve: (line: SpokenLine) => void; reject: (reason: AppError) => void }>();
  #requests = 0;

  constructor() {
    this.#thread.on('message', (reply: VoiceReply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if ('line' in reply) waiting?.resolve(reply.line);
      else waiting?.reject(new AppError('INVALID_INPUT', reply.failure));
    });
    this.#thread.on('error', () => this.#fail());
    this.#thread.on('exit', () => this.#fail());
  }

  /** Requests are served in order. @throws AppError `INVALID_INPUT` nothing to say, or no such voice; `PEER_GONE` the thread ended */
  speak(text: string, voice: string, wordsPerMinute: number): Promise<SpokenLine> {
    const id = this.#requests++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#thread.postMessage({ id, text, voice, wordsPerMinute } satisfies VoiceRequest);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#thread.terminate();
  }

  #fail(): void {
    for (const { reject } of this.#waiting.values()) reject(new AppError('PEER_GONE', 'The voice of the synthetic speakers ended.'));
    this.#waiting.clear();
  }
}
