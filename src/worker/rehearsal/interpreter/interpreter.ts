import { setTimeout as sleep } from 'node:timers/promises';
import { DisposableStore } from '../../../shared/disposable-store.ts';
import { drop } from '../../../shared/drop.ts';
import { BACK_AFTER_MS, DROPPED_AFTER_MS, FIRST_TAKE_MS, leavingOf, MUTED_BEFORE_NEXT_MS, TAKE_EVERY_MS } from '../../../shared/interpreter-plan.ts';
import type { InterpreterTake, Leaving } from '../../../shared/interpreter-report.ts';
import type { RehearsalInterpreter } from '../../../shared/protocol/rehearsal-protocol.ts';
import { boothTrack } from '../../../shared/tracks.ts';
import { nowMs } from '../../../shared/node/monotonic-clock.ts';
import { SOUND_RATE_HZ } from '../../sound/pcm.ts';
import { ChannelRecording, type Recorded } from './channel-recording.ts';
import { InterpreterChild } from './interpreter-child.ts';
import type { FromInterpreter } from './interpreter-protocol.ts';
import { TakeMeasurer } from './take-measurer.ts';

export interface InterpreterOptions {
  readonly url: string;
  readonly config: RehearsalInterpreter;
  /** What is said, one clip a take, in turn; 48 kHz. */
  readonly clips: readonly Int16Array[];
  /** `closedAtMs`: the last sound at the encoder, or the loss of the network; monotonic. */
  readonly onTake: (take: Omit<InterpreterTake, 'leftAfterMs'>, closedAtMs: number) => void;
  /** Asks the host for a fresh token; it comes by {@link Interpreter.renew}. */
  readonly requestToken: (identity: string) => void;
  readonly onError: (thrown: unknown) => void;
}

/** A take that is over. */
interface Take {
  readonly how: Leaving;
  readonly clip: Int16Array;
  readonly openedAtMs: number;
  readonly closedAtMs: number;
}

/** One take with what is before and after it, and time to be late with copying it. */
const RECORDED_SEC = 40;
/** Of the machine before a take: enough to know how loud it is. */
const BEFORE_MS = 9_000;
/** A copy takes milliseconds, in which this process neither speaks nor hears: not when the next take opens. */
const COPIED_BEFORE_NEXT_MS = 500;
/** After the take before this one, the channel settles. */
const AFTERMATH_MS = 1_000;
/** The interpreter's process answers in milliseconds; one that takes longer than this has failed. */
const ANSWER_TIMEOUT_MS = 15_000;

/**
 * A human in the booth, played: joins in a process of its own, takes the channel on a plan, leaves it in every way there is,
 * and hands each take with what listeners heard of it to a thread that measures.
 */
export class Interpreter implements AsyncDisposable {
  readonly #options: InterpreterOptions;
  readonly #store = new DisposableStore();
  readonly #leaving = new AbortController();
  readonly #pausing = new AbortController();
  readonly #measurer: TakeMeasurer;
  readonly #recording = new ChannelRecording(RECORDED_SEC);
  #child: InterpreterChild | undefined;
  #token: string;
  #ready = false;
  #waiting: { type: FromInterpreter['type']; resolve: (message: FromInterpreter) => void } | undefined;
  #renewed: (() => void) | undefined;
  #run: Promise<void> | undefined;

  constructor(options: InterpreterOptions) {
    this.#options = options;
    this.#token = options.config.token;
    this.#measurer = this.#store.own(new TakeMeasurer(), (it) => it[Symbol.asyncDispose]());
    this.#store.own(this.#leaving, (leaving) => leaving.abort());
    this.#join();
  }

  /** In the room, with a muted microphone. */
  get ready(): boolean {
    return this.#ready;
  }

  /** One 10 ms frame of the channel, as the probe received it. */
  hear(samples: Int16Array, arrivedAtMs: number): void {
    this.#recording.take(samples, arrivedAtMs);
  }

  /** The token asked for. */
  renew(token: string): void {
    this.#token = token;
    this.#renewed?.();
    this.#child?.send({ type: 'token', token });
  }

  /** Begins the takes; once. */
  start(): void {
    this.#run ??= this.#takes();
    drop(this.#run, this.#options.onError);
  }

  /** No further take; a take that goes on is broken off and not counted. Resolves once all that are over are measured. */
  async finish(): Promise<void> {
    this.#pausing.abort();
    await this.#run?.catch(() => undefined);
  }

  /** Leaves the room; resolves once the process and the thread are gone. Never rejects. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#pausing.abort();
    this.#leaving.abort();
    await this.#run?.catch(() => undefined);
    await this.#child?.[Symbol.asyncDispose]();
    await this.#store[Symbol.asyncDispose]().catch(() => undefined);
  }

  async #takes(): Promise<void> {
    const { takes = Infinity } = this.#options.config;
    let measured = Promise.resolve();
    let opensMs = nowMs() + FIRST_TAKE_MS;
    let settledMs = 0;
    for (let index = 0; index < takes; index++) {
      await this.#until(opensMs);
      if (this.#pausing.signal.aborted) break;
      // Whoever was torn off may need longer to come back than planned.
      opensMs = Math.max(opensMs, nowMs());
      const take = await this.#take(index).catch(this.#options.onError);
      opensMs += TAKE_EVERY_MS;
      await this.#until(opensMs - MUTED_BEFORE_NEXT_MS);
      this.#child?.send({ type: 'mute' });
      await this.#until(opensMs - COPIED_BEFORE_NEXT_MS);
      if (take) {
        const channel = this.#recording.between(Math.max(settledMs, take.openedAtMs - BEFORE_MS), nowMs());
        measured = measured.then(() => this.#measure(take, channel)).catch(this.#options.onError);
      }
      settledMs = (take?.closedAtMs ?? nowMs()) + AFTERMATH_MS;
    }
    await measured;
  }

  /** Resolves with the take once it is over; undefined when the rehearsal ended in the middle of it. */
  async #take(index: number): Promise<Take | undefined> {
    const how = leavingOf(index);
    const clip = this.#options.clips[index % this.#options.clips.length]!;
    if (!this.#ready) await this.#answer('ready');
    this.#child?.send({ type: 'take', clip: index, muteAfter: how === 'mute' });
    const { atMs: openedAtMs } = await this.#answer('opened');
    if (how === 'drop') {
      await this.#until(openedAtMs + DROPPED_AFTER_MS);
      const closedAtMs = nowMs();
      await this.#dropOut();
      const samples = Math.round(((closedAtMs - openedAtMs) * SOUND_RATE_HZ) / 1000);
      return this.#pausing.signal.aborted ? undefined : { how, clip: clip.slice(0, samples), openedAtMs, closedAtMs };
    }
    const { atMs: closedAtMs, samples } = await this.#answer('closed');
    return this.#pausing.signal.aborted ? undefined : { how, clip: clip.slice(0, samples), openedAtMs, closedAtMs };
  }

  async #measure({ how, clip, openedAtMs, closedAtMs }: Take, channel: Recorded): Promise<void> {
    this.#options.onTake({ how, ...(await this.#measurer.measure({ channel, voice: clip, openedAtMs, closedAtMs })) }, closedAtMs);
  }

  /** Gone without a word; some time later somebody starts the computer again. */
  async #dropOut(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    this.#ready = false;
    await child?.kill();
    drop(this.#comeBack(), this.#options.onError);
  }

  async #comeBack(): Promise<void> {
    await this.#until(nowMs() + BACK_AFTER_MS);
    const renewed = new Promise<void>((resolve) => (this.#renewed = resolve));
    this.#options.requestToken(this.#options.config.identity);
    await Promise.race([renewed, sleep(ANSWER_TIMEOUT_MS, undefined, { signal: this.#leaving.signal, ref: false }).catch(() => undefined)]);
    if (!this.#leaving.signal.aborted) this.#join();
  }

  #join(): void {
    const { url, config, clips, onError } = this.#options;
    const child = new InterpreterChild(
      (message) => {
        if (child === this.#child) this.#takeMessage(message);
      },
      (reason) => onError(new Error(reason)),
    );
    this.#child = child;
    child.send({ type: 'join', url, identity: config.identity, token: this.#token, track: boothTrack(config.language), clips: [...clips] });
  }

  #takeMessage(message: FromInterpreter): void {
    if (message.type === 'ready') this.#ready = true;
    if (message.type === 'token-request') this.#options.requestToken(this.#options.config.identity);
    if (message.type === 'log') this.#options.onError(new Error(`${message.message}: ${JSON.stringify(message.fields)}`));
    if (this.#waiting?.type !== message.type) return;
    this.#waiting.resolve(message);
    this.#waiting = undefined;
  }

  /** The next message of this type. @throws when it does not come in time */
  async #answer<T extends FromInterpreter['type']>(type: T): Promise<Extract<FromInterpreter, { type: T }>> {
    const answered = new Promise<FromInterpreter>((resolve) => (this.#waiting = { type, resolve }));
    const late = new AbortController();
    const signal = AbortSignal.any([late.signal, this.#leaving.signal]);
    const timeout = sleep(ANSWER_TIMEOUT_MS, undefined, { signal }).then(() => {
      throw new Error(`the synthetic interpreter did not say "${type}" in time`);
    });
    try {
      return (await Promise.race([answered, timeout])) as Extract<FromInterpreter, { type: T }>;
    } finally {
      late.abort();
      timeout.catch(() => undefined);
    }
  }

  async #until(atMs: number): Promise<void> {
    await sleep(Math.max(0, atMs - nowMs()), undefined, { signal: this.#pausing.signal }).catch(() => undefined);
  }
}
