import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { AppError } from '../../../../shared/app-error.ts';
import { childEnvironment } from '../../../../shared/child-environment.ts';
import { FromVoiceHost, type ToVoiceHost } from './voice-host-protocol.ts';

/** Requests that may wait for one voice; each is a clause of about two seconds. */
const MAX_WAITING = 64;
const MAX_BACKOFF_MS = 10_000;
/** Failures in a row after which nobody should wait for a voice any longer: it is tried again in the background. */
const AWAITED_FAILURES = 2;
/** Without a word for so long while it owes one, it is hung: of a voice that cannot speak it says how that goes at least every 11 s. */
const HUNG_AFTER_MS = 12_000;

const CLOSE_GRACE_MS = 800;

interface Job {
  readonly voice: string;
  readonly onSamples: (samples: Int16Array<ArrayBuffer>) => void;
  readonly resolve: (computeMs: number) => void;
  readonly reject: (failure: unknown) => void;
}

interface OpenVoice {
  ready: boolean;
  /** In a row, as the process last said. */
  failures: number;
  readonly opened: Promise<void>;
  readonly settle: () => void;
}

/** The process of the installed espeak-ng's voices as the engine host sees it; brought back, with growing delays, when it dies or hangs. */
export class VoiceHostClient implements AsyncDisposable {
  readonly #hostFile: string;
  readonly #program: string;
  readonly #onChange: () => void;
  readonly #voices = new Map<string, OpenVoice>();
  readonly #jobs = new Map<number, Job>();
  #child: ChildProcess | undefined;
  #lastId = 0;
  #failures = 0;
  #away = false;
  #closed = false;
  #retryTimer: NodeJS.Timeout | undefined;
  #hungTimer: NodeJS.Timeout | undefined;

  /**
   * @param hostFile the built `voice-host.js`
   * @param program espeak-ng's path
   * @param onChange called when a voice became able to speak, or stopped being so, or the process changed
   */
  constructor(hostFile: string, program: string, onChange: () => void) {
    this.#hostFile = hostFile;
    this.#program = program;
    this.#onChange = onChange;
  }

  /** Undefined while there is none. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  ready(voice: string): boolean {
    return this.#voices.get(voice)?.ready ?? false;
  }

  /** The process ended, or could not be started, and the next one has not said a word yet. */
  get away(): boolean {
    return this.#away;
  }

  /** It was opened, has failed since, and is tried again. */
  failed(voice: string): boolean {
    const known = this.#voices.get(voice);
    return known !== undefined && !known.ready && known.failures > 0;
  }

  /** Resolves when the voice can speak, or failed so often that nobody should wait for it. */
  open(voice: string): Promise<void> {
    const known = this.#voices.get(voice);
    if (known) return known.opened;
    if (this.#closed) return Promise.resolve();
    let settle = (): void => undefined;
    const opened = new Promise<void>((resolve) => (settle = resolve));
    this.#voices.set(voice, { ready: false, failures: 0, opened, settle });
    if (this.#child) this.#post({ type: 'open', voice });
    else if (!this.#retryTimer) this.#start();
    this.#expectWord();
    return opened;
  }

  /** Requests of a voice are spoken in order; resolves with the computing time, milliseconds. @throws PEER_GONE, AbortError */
  speak(voice: string, text: string, wordsPerMinute: number, onSamples: Job['onSamples'], signal: AbortSignal): Promise<number> {
    signal.throwIfAborted();
    const waiting = [...this.#jobs.values()].filter((job) => job.voice === voice).length;
    if (!this.ready(voice) || waiting >= MAX_WAITING) throw gone(voice, this.ready(voice) ? 'has too much to say' : 'is not running');
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise<number>((resolve, reject) => {
      const abort = (): void => {
        this.#jobs.delete(id);
        this.#post({ type: 'cancel', id });
        this.#expectWord();
        reject(signal.reason as Error);
      };
      const ending = <T>(end: (value: T) => void) => (value: T): void => {
        signal.removeEventListener('abort', abort);
        end(value);
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#jobs.set(id, { voice, onSamples, resolve: ending(resolve), reject: ending(reject) });
      this.#post({ type: 'speak', id, voice, text, wordsPerMinute });
      this.#expectWord();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#hungTimer);
    for (const { settle } of this.#voices.values()) settle();
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    // It ends its own processes first.
    if (child.connected) child.disconnect();
    const kill = setTimeout(() => child.kill('SIGKILL'), CLOSE_GRACE_MS);
    await exited;
    clearTimeout(kill);
  }

  #start(): void {
    this.#retryTimer = undefined;
    const child = this.#fork();
    if (!child) return this.#retry();
    this.#child = child;
    child.on('message', (raw) => this.#receive(child, raw));
    child.once('exit', () => this.#fallen(child));
    child.on('error', () => {
      // Out of processes: there may never be an exit.
      if (child.pid === undefined) this.#fallen(child);
    });
    for (const voice of this.#voices.keys()) this.#post({ type: 'open', voice });
    this.#expectWord();
    this.#onChange();
  }

  #fork(): ChildProcess | undefined {
    try {
      return fork(this.#hostFile, [this.#program], { serialization: 'advanced', env: childEnvironment(process.env), execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    } catch {
      // No memory for it now.
      return undefined;
    }
  }

  #post(message: ToVoiceHost): void {
    if (this.#child?.connected) this.#child.send(message, () => undefined);
  }

  /** From when it owes a word: what it is asked besides gives it no more time. */
  #expectWord(): void {
    const owes = this.#jobs.size > 0 || [...this.#voices.values()].some(({ ready }) => !ready);
    if (!owes || !this.#child) {
      clearTimeout(this.#hungTimer);
      this.#hungTimer = undefined;
    } else this.#hungTimer ??= setTimeout(() => this.#child?.kill('SIGKILL'), HUNG_AFTER_MS);
  }

  #receive(child: ChildProcess, raw: unknown): void {
    const parsed = FromVoiceHost.safeParse(raw);
    if (!parsed.success || child !== this.#child) {
      // One that talks nonsense is out of its mind: its exit brings the next one.
      child.kill('SIGKILL');
      return;
    }
    const message = parsed.data;
    if (message.type === 'voice') this.#note(message);
    else this.#answer(message);
    this.#hungTimer?.refresh();
    this.#expectWord();
  }

  #note({ voice, ready, failures }: Extract<FromVoiceHost, { type: 'voice' }>): void {
    const known = this.#voices.get(voice);
    if (!known) return;
    known.ready = ready;
    known.failures = failures;
    this.#away = false;
    if (ready) this.#failures = 0;
    if (ready || failures >= AWAITED_FAILURES) known.settle();
    this.#onChange();
  }

  /** What was cancelled is answered no more. */
  #answer(message: Exclude<FromVoiceHost, { type: 'voice' }>): void {
    const job = this.#jobs.get(message.id);
    if (message.type === 'chunk') return job?.onSamples(message.samples);
    this.#jobs.delete(message.id);
    if (message.type === 'done') job?.resolve(message.computeMs);
    else job?.reject(gone(job.voice, 'stopped while it was speaking'));
  }

  #fallen(child: ChildProcess): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    this.#expectWord();
    for (const voice of this.#voices.values()) voice.ready = false;
    for (const job of jobs) job.reject(gone(job.voice, 'stopped while it was speaking'));
    this.#retry();
  }

  #retry(): void {
    if (this.#closed) return;
    this.#away = true;
    this.#failures += 1;
    this.#retryTimer = setTimeout(() => this.#start(), Math.min(MAX_BACKOFF_MS, 125 * 2 ** this.#failures));
    if (this.#failures >= AWAITED_FAILURES) for (const { settle } of this.#voices.values()) settle();
    this.#onChange();
  }
}

function gone(voice: string, why: string): AppError {
  return new AppError('PEER_GONE', `The voice ${voice} ${why}. The sentence is not spoken; the voice is started again by itself.`);
}
