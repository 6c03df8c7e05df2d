import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { AppError } from '../../../shared/app-error.ts';
import { drop } from '../../../shared/drop.ts';
import { raiseSession } from '../../../shared/node/media-priority.ts';
import type { ProcessRef } from '../../../shared/live/stats.ts';
import { type ApertiumMode, livePipeline } from './modes.ts';
import { decodeAnswer, encodeRequest } from './stream-format.ts';

interface Job {
  readonly text: string;
  readonly resolve: (text: string) => void;
  readonly reject: (failure: AppError) => void;
}

/** Requests that may wait; at about 6 ms each the last one is served within a second. */
const MAX_WAITING = 64;
const ANSWER_TIMEOUT_MS = 2_000;
/** A cold start reads dictionaries from disk: measured at most 0.3 s, much more on a busy machine. */
const START_TIMEOUT_MS = 20_000;
const MAX_BACKOFF_MS = 10_000;
/** Results kept so that targets that share a first step (Spanish, for Portuguese and French) compute it once. */
const MAX_REMEMBERED = 128;

/**
 * One pair's programs, kept running and joined by pipes; texts go through one at a time.
 *
 * A pipeline that dies or does not answer is started again, with growing delays; what waited fails with PEER_GONE. Its
 * programs end by themselves when this process is killed, because their input ends.
 */
export class ApertiumPipeline implements AsyncDisposable {
  readonly mode: ApertiumMode;
  readonly #onChange: () => void;
  readonly #waiting: Job[] = [];
  readonly #remembered = new Map<string, Promise<string>>();
  #child: ChildProcessWithoutNullStreams | undefined;
  #current: Job | undefined;
  #output = '';
  #ready = false;
  #failures = 0;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  #programs: ProcessRef[] = [];

  /** @param onChange called when {@link ready} or {@link processes} changed */
  constructor(mode: ApertiumMode, onChange: () => void) {
    this.mode = mode;
    this.#onChange = onChange;
  }

  /** Whether it has answered since it was last started. */
  get ready(): boolean {
    return this.#ready;
  }

  /** Its running programs, one per stage. */
  get processes(): readonly ProcessRef[] {
    return this.#programs;
  }

  /** Starts the programs. Never throws: a start that fails is tried again. */
  start(): void {
    drop(this.#launch(), () => this.#retry());
  }

  /** The same text asked again, also while it is being translated, costs nothing. @throws PEER_GONE */
  translate(text: string): Promise<string> {
    const known = this.#remembered.get(text);
    if (known) return known;
    const result = new Promise<string>((resolve, reject) => {
      if (this.#closed || !this.#ready || this.#waiting.length >= MAX_WAITING) {
        reject(this.#gone(this.#ready ? 'has too much to do' : 'is not running'));
        return;
      }
      this.#waiting.push({ text, resolve, reject });
      this.#next();
    });
    this.#remembered.set(text, result);
    if (this.#remembered.size > MAX_REMEMBERED) this.#remembered.delete(this.#remembered.keys().next().value!);
    result.catch(() => this.#remembered.delete(text));
    return result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#failAll('was closed');
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    killGroup(child);
    await exited;
  }

  async #launch(): Promise<void> {
    const command = await livePipeline(this.mode);
    if (this.#closed) return;
    // A group of its own, so that all its programs can be ended together.
    const child = spawn('sh', ['-c', command], {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C.UTF-8' },
    });
    this.#child = child;
    this.#output = '';
    child.on('error', () => this.#fallen(child));
    child.on('exit', () => this.#fallen(child));
    child.stdout.on('end', () => this.#fallen(child));
    // A broken pipe is followed by the exit above; unread diagnostics would block the programs.
    child.stdin.on('error', () => undefined);
    child.stderr.resume();
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      if (child === this.#child) this.#receive(piece);
    });

    this.#current = {
      text: '',
      resolve: () => {
        this.#ready = true;
        this.#failures = 0;
        // Its group is a session as well. Loading takes nothing from what is heard meanwhile; what it says from now on is waited for: some milliseconds for each clause.
        if (child.pid !== undefined) raiseSession(child.pid);
        drop(this.#listPrograms(child), () => undefined);
        this.#onChange();
      },
      reject: () => undefined,
    };
    this.#send(child, '.', START_TIMEOUT_MS);
  }

  #next(): void {
    if (this.#current || !this.#ready || !this.#child) return;
    const job = this.#waiting.shift();
    if (!job) return;
    this.#current = job;
    this.#send(this.#child, job.text, ANSWER_TIMEOUT_MS);
  }

  #send(child: ChildProcessWithoutNullStreams, text: string, timeoutMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fallen(child), timeoutMs);
    child.stdin.write(encodeRequest(text));
  }

  #receive(piece: string): void {
    this.#output += piece;
    const end = this.#output.indexOf('\0');
    if (end < 0) return;
    const answer = this.#output.slice(0, end);
    this.#output = this.#output.slice(end + 1);
    clearTimeout(this.#timer);
    const job = this.#current;
    this.#current = undefined;
    job?.resolve(decodeAnswer(answer, job.text));
    this.#next();
  }

  /** The programs died, could not be started, or do not answer. */
  #fallen(child: ChildProcessWithoutNullStreams): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    killGroup(child);
    this.#failAll('stopped while it was working');
    this.#retry();
  }

  #retry(): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    const backoffMs = this.#failures === 0 ? 0 : Math.min(MAX_BACKOFF_MS, 250 * 2 ** this.#failures);
    this.#failures += 1;
    this.#timer = setTimeout(() => this.start(), backoffMs);
    this.#onChange();
  }

  #failAll(why: string): void {
    this.#ready = false;
    this.#programs = [];
    const jobs = [...(this.#current ? [this.#current] : []), ...this.#waiting.splice(0)];
    this.#current = undefined;
    for (const job of jobs) job.reject(this.#gone(why));
  }

  async #listPrograms(child: ChildProcessWithoutNullStreams): Promise<void> {
    const pid = child.pid;
    if (pid === undefined) return;
    // Linux tells a process's children; elsewhere Apertium's packages do not exist.
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
    if (child !== this.#child) return;
    const pids = children.split(' ').map(Number).filter((each) => each > 0);
    this.#programs = pids.map((each) => ({ name: 'apertium', pid: each }));
    this.#onChange();
  }

  #gone(why: string): AppError {
    return new AppError('PEER_GONE', `The translator ${this.mode.name} ${why}. The sentence is lost; it is started again by itself.`);
  }
}

function killGroup(child: ChildProcessWithoutNullStreams): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The whole group is gone already.
  }
}
