import { Worker } from 'node:worker_threads';
import { AppError } from '../../../../shared/app-error.ts';
import { drop } from '../../../../shared/drop.ts';
import type { SpeakRequest, SpeechChunk } from '../../synthesiser.ts';
import { normalPace } from '../normal-pace.ts';
import { spokenText } from '../spoken-text.ts';
import { FromVoiceThread, type ToVoiceThread } from './voice-protocol.ts';

/** Requests that may wait for one voice; each is a clause of about two seconds. */
const MAX_WAITING = 64;
const MAX_BACKOFF_MS = 10_000;
/** Starts that nobody waits for any longer: the voice is tried again in the background. */
const AWAITED_STARTS = 3;
/** A thread that is not ready by then hangs; a healthy one takes half a second, ten times that on a busy machine. */
const START_TIMEOUT_MS = 15_000;
/** Without a sign of work or an end for so long the thread is hung; a chunk takes tens of milliseconds, on the busiest machine a second. */
const HUNG_AFTER_MS = 12_000;

interface Job {
  readonly message: ToVoiceThread;
  readonly onChunk: (chunk: SpeechChunk) => void;
  readonly resolve: (computeMs: number) => void;
  readonly reject: (failure: unknown) => void;
}

/** One thread that speaks one language; brought back, with growing delays, when it dies. */
export class EspeakVoice implements AsyncDisposable {
  readonly #threadFile: string;
  readonly #voice: string;
  readonly #wordsPerMinute: number;
  readonly #onChange: () => void;
  /** Resolves when it can speak, or failed to start so often that nobody should wait for it. */
  readonly opened: Promise<void>;
  readonly #settleOpened: () => void;
  readonly #stop = new Int32Array(new SharedArrayBuffer(4));
  readonly #waiting: Job[] = [];
  #worker: Worker | undefined;
  #current: Job | undefined;
  #sampleRateHz: number | undefined;
  #lastId = 0;
  #failures = 0;
  #closed = false;
  #retryTimer: NodeJS.Timeout | undefined;
  #startTimer: NodeJS.Timeout | undefined;
  #hungTimer: NodeJS.Timeout | undefined;

  /**
   * @param threadFile the built `voice-thread.js`
   * @param onChange called when it became able to speak, or died
   */
  constructor(threadFile: string, voice: string, onChange: () => void) {
    this.#threadFile = threadFile;
    this.#voice = voice;
    this.#wordsPerMinute = normalPace(voice);
    this.#onChange = onChange;
    let settle = (): void => undefined;
    this.opened = new Promise((resolve) => (settle = resolve));
    this.#settleOpened = settle;
  }

  get ready(): boolean {
    return this.#sampleRateHz !== undefined;
  }

  start(): void {
    const worker = new Worker(this.#threadFile, {
      workerData: { voice: this.#voice, stop: this.#stop },
      // The engine's own memory lies outside the JavaScript heap; this bounds the rest.
      resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 },
    });
    this.#worker = worker;
    worker.on('message', (raw: unknown) => {
      const message = FromVoiceThread.safeParse(raw);
      if (message.success) return this.#receive(message.data);
      // A thread that talks nonsense is out of its mind: its exit brings the next one.
      drop(worker.terminate(), () => undefined);
    });
    // An error is always followed by the exit.
    worker.on('error', () => undefined);
    worker.on('exit', () => this.#fallen(worker));
    this.#startTimer = setTimeout(() => drop(worker.terminate(), () => undefined), START_TIMEOUT_MS);
  }

  /** Requests are spoken in order. @throws PEER_GONE, AbortError */
  speak(request: SpeakRequest, onChunk: (chunk: SpeechChunk) => void, signal: AbortSignal): Promise<number> {
    signal.throwIfAborted();
    if (!this.ready || this.#waiting.length >= MAX_WAITING) throw this.#gone(this.ready ? 'has too much to say' : 'is not running');
    this.#lastId += 1;
    const id = this.#lastId;
    // A practice gives way to the real thing within a chunk.
    if (this.#current?.message.type === 'practise') Atomics.store(this.#stop, 0, this.#current.message.id);
    return new Promise<number>((resolve, reject) => {
      const abort = (): void => {
        if (this.#current?.message.id === id) Atomics.store(this.#stop, 0, id);
        const index = this.#waiting.findIndex((job) => job.message.id === id);
        if (index >= 0) this.#waiting.splice(index, 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', abort, { once: true });
      const release = (): void => signal.removeEventListener('abort', abort);
      this.#waiting.push({
        message: { type: 'speak', id, text: spokenText(request.text), wordsPerMinute: Math.round(this.#wordsPerMinute * request.rate) },
        onChunk: (chunk) => {
          if (!signal.aborted) onChunk(chunk);
        },
        resolve: (computeMs) => {
          release();
          resolve(computeMs);
        },
        reject: (failure) => {
          release();
          reject(failure);
        },
      });
      this.#next();
    });
  }

  /** Speaks `text` to nobody, which compiles the engine, unless somebody wants to speak. Resolves when done or given up; never rejects. */
  async practise(text: string): Promise<void> {
    if (!this.ready || this.#current || this.#waiting.length > 0) return;
    await new Promise<void>((resolve) => {
      this.#lastId += 1;
      this.#waiting.push({ message: { type: 'practise', id: this.#lastId, text, wordsPerMinute: this.#wordsPerMinute }, onChunk: () => undefined, resolve: () => resolve(), reject: () => resolve() });
      this.#next();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#startTimer);
    this.#settleOpened();
    clearTimeout(this.#hungTimer);
    if (this.#current) Atomics.store(this.#stop, 0, this.#current.message.id);
    await this.#worker?.terminate();
  }

  #next(): void {
    if (this.#current || !this.#worker) return;
    this.#current = this.#waiting.shift();
    this.#expectAnswer();
    if (this.#current) this.#worker.postMessage(this.#current.message);
  }

  /** Ends a thread that does not go on with what it was asked for; its exit brings the next one. */
  #expectAnswer(): void {
    clearTimeout(this.#hungTimer);
    const worker = this.#worker;
    if (!this.#current || !worker) return;
    this.#hungTimer = setTimeout(() => drop(worker.terminate(), () => undefined), HUNG_AFTER_MS);
  }

  #receive(message: FromVoiceThread): void {
    switch (message.type) {
      case 'ready':
        this.#sampleRateHz = message.sampleRateHz;
        this.#failures = 0;
        clearTimeout(this.#startTimer);
        this.#settleOpened();
        this.#onChange();
        break;
      case 'chunk':
        this.#expectAnswer();
        if (this.#current?.message.id === message.id) this.#current.onChunk({ samples: message.samples, sampleRateHz: this.#sampleRateHz! });
        break;
      // On a busy machine a practice takes as long as a hang would: it is none while this comes.
      case 'practising':
        this.#expectAnswer();
        break;
      case 'done': {
        const job = this.#current;
        this.#current = undefined;
        job?.resolve(message.computeMs);
        this.#next();
        break;
      }
    }
  }

  #fallen(worker: Worker): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    this.#sampleRateHz = undefined;
    clearTimeout(this.#startTimer);
    clearTimeout(this.#hungTimer);
    const jobs = [...(this.#current ? [this.#current] : []), ...this.#waiting.splice(0)];
    this.#current = undefined;
    for (const job of jobs) job.reject(this.#gone('stopped while it was speaking'));
    if (this.#closed) return;
    this.#failures += 1;
    this.#retryTimer = setTimeout(() => this.start(), Math.min(MAX_BACKOFF_MS, 250 * 2 ** this.#failures));
    if (this.#failures >= AWAITED_STARTS) this.#settleOpened();
    this.#onChange();
  }

  #gone(why: string): AppError {
    return new AppError('PEER_GONE', `The voice ${this.#voice} ${why}. The sentence is not spoken; the voice is started again by itself.`);
  }
}
