import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../shared/app-error.ts';
import type { ChannelStatus, FloorSpeaker } from '../../../shared/live/channel.ts';
import { allWarm } from '../../../shared/live/stats.ts';
import { nowMs } from '../../../shared/node/monotonic-clock.ts';
import type { HostToSession, SessionToHost } from '../../../shared/protocol/session-protocol.ts';

/** Joining, loading the engines and warming the voices up takes some seconds, on a machine that is busy with an event longer. */
const READY_WITHIN_MS = 120_000;
/** A successor begins to hear when it is warm. How much waits in its engines it is told once a second, and tells once a second: from so many times on that counts. */
const TELLS_UNTIL_HEARING = 2;
/**
 * Speech is divided in a pause that ends what was said before it for both workers: a shorter one, at a comma, may end a segment for one and lie within
 * it for the other, and what follows would be nobody's, or both's. After words that want another the gate waits for 400 ms.
 */
const LONG_PAUSE_MS = 450;
/** When nobody pauses so long within this time while both are abreast, a short one must do; or a long one, where they never are. */
const LONG_PAUSE_WITHIN_MS = 30_000;
/** The shortest: voice activity sees speech begin some 110 ms late, so nobody began before the pause was known … */
const PAUSE_MS = 200;
/** … at a moment before that, which lies in the pause for both workers, whose jitter buffers may be apart by this much. It was quiet for 115 ms then. */
const JITTER_MS = 80;
/** When nobody pauses at all for so long after that, speech is divided wherever it is: a clause may then be torn. */
const PAUSE_WITHIN_MS = 60_000;
/** What a channel may lag behind; what is not said by then is left out, and so would be what waits at the successor. */
const SAID_WITHIN_MS = 11_000;
/** Both workers know of the moment before it comes. */
const PASS_AHEAD_MS = 80;
/** The fade at the end of a channel has left the jitter buffers of the listeners. */
const FADED_AFTER_MS = 500;
const LOOK_EVERY_MS = 20;
/** Audio that waits longer than this to be heard, at one of the two, is behind: what pauses there has been going on for a while. Beside what else runs, up to 150 ms are usual. */
const ABREAST_MS = 250;
/** In a longer silence any moment is as good. */
const LONG_AGO_MS = 1_000;

export interface SuccessionOptions {
  readonly languages: readonly string[];
  /** The channels and the floor as the predecessor has them. */
  readonly channels: () => readonly ChannelStatus[];
  readonly floor: () => readonly FloorSpeaker[];
  /** How far its hearing is behind speech, milliseconds. */
  readonly behindMs: () => number;
  readonly tellPredecessor: (message: HostToSession) => void;
  readonly tellSuccessor: (message: HostToSession) => void;
  /** How far it is, for the log. */
  readonly onStep: (step: string, fields: Readonly<Record<string, unknown>>) => void;
}

/**
 * A session worker takes the place of another while both are in the room, so that listeners miss nothing: speech is divided between
 * them in a pause, and each channel passes on as soon as the predecessor has said on it what it had to say.
 */
export class Succession {
  readonly #options: SuccessionOptions;
  /** The successor is in the room and publishes. */
  #live = false;
  /** Its engines are as far as they get. */
  #warm = false;
  /** How often it has told of itself since it is warm. */
  #toldWarm = 0;
  /** How far its hearing is behind speech, milliseconds, as it last said; unknown until it hears. */
  #behindMs = Infinity;
  #channels: readonly ChannelStatus[] = [];
  readonly #said = new Set<string>();
  #divided = false;
  readonly #passed = new Set<string>();

  constructor(options: SuccessionOptions) {
    this.#options = options;
  }

  /** Takes in what the successor says of itself. */
  learn(message: SessionToHost): void {
    if (message.type === 'phase') this.#live = message.phase.kind === 'live';
    if (message.type === 'channels') this.#channels = message.channels;
    if (message.type !== 'stats') return;
    const warm = allWarm(message.stats.engines);
    this.#toldWarm = warm && this.#warm ? this.#toldWarm + 1 : 0;
    this.#warm = warm;
    this.#behindMs = this.#toldWarm >= TELLS_UNTIL_HEARING ? message.stats.engineLoad.behindMs : Infinity;
  }

  /** The predecessor has said everything on a channel. */
  said(language: string): void {
    this.#said.add(language);
  }

  /** The successor can do everything that the predecessor does: it may take over at any moment. */
  get ready(): boolean {
    return this.#live && this.#warm && this.#options.channels().every((before) => this.#serves(before));
  }

  /**
   * Resolves when every channel is the successor's, and the predecessor may go.
   *
   * @throws PROCESS_GAVE_UP the successor was not ready in time; the reason of `signal`
   */
  async run(signal: AbortSignal): Promise<void> {
    if (!(await until(() => this.ready, READY_WITHIN_MS, signal))) {
      throw new AppError('PROCESS_GAVE_UP', `A fresh session worker could not do what the one in use does within ${READY_WITHIN_MS / 1_000} s, so the one in use stays.`);
    }
    const startMs = nowMs();
    this.#options.onStep('A fresh session worker is ready to take over.', {});
    const paused =
      (await until(() => this.ready && this.#abreast && this.#quietMs() >= LONG_PAUSE_MS, LONG_PAUSE_WITHIN_MS, signal)) ||
      (await until(() => this.ready && this.#quietMs() >= (this.#abreast ? PAUSE_MS : LONG_PAUSE_MS), PAUSE_WITHIN_MS, signal));
    this.#divide(nowMs() - Math.min(this.#quietMs(), LONG_AGO_MS) - JITTER_MS);
    const saidAll = await until(() => this.#passWhatIsSaid(), SAID_WITHIN_MS, signal);
    this.#passAll();
    this.#options.onStep('The channels pass to the fresh session worker.', { paused, saidAll, afterMs: Math.round(nowMs() - startMs) });
    await pause(PASS_AHEAD_MS + FADED_AFTER_MS, signal);
  }

  /** Something is the successor's already. */
  get divided(): boolean {
    return this.#divided;
  }

  /** The predecessor is gone: everything is the successor's at once, what is being said now too. */
  takeAll(): void {
    this.#divide(0);
    this.#passAll();
  }

  #divide(atMs: number): void {
    this.#divided = true;
    this.#tellBoth({ type: 'speech.divide', atMs });
  }

  /** Returns whether that was all of them. */
  #passWhatIsSaid(): boolean {
    for (const language of this.#said) this.#pass(language);
    return this.#passed.size === this.#options.languages.length;
  }

  #passAll(): void {
    for (const language of this.#options.languages) this.#pass(language);
  }

  #pass(language: string): void {
    if (this.#passed.has(language)) return;
    this.#passed.add(language);
    this.#tellBoth({ type: 'channel.pass', language, atMs: nowMs() + PASS_AHEAD_MS });
  }

  #tellBoth(message: HostToSession): void {
    this.#options.tellPredecessor(message);
    this.#options.tellSuccessor(message);
  }

  /** A part that the predecessor lacks, the successor may lack as well. */
  #serves({ language, translator, voice }: ChannelStatus): boolean {
    const after = this.#channels.find((channel) => channel.language === language);
    if (!after?.trackSid) return false;
    return (translator === undefined || after.translator !== undefined) && (voice === undefined || after.voice !== undefined);
  }

  /** Both hear what is being said as it is said: the successor has caught up since it began to hear, and its warming up has not kept the predecessor from it. */
  get #abreast(): boolean {
    return Math.max(this.#behindMs, this.#options.behindMs()) < ABREAST_MS;
  }

  /** For how long nobody has been speaking, milliseconds; 0 while somebody is. */
  #quietMs(): number {
    const speakers = this.#options.floor();
    if (speakers.some(({ speaking }) => speaking)) return 0;
    return Date.now() - Math.max(0, ...speakers.map(({ changedAtMs }) => changedAtMs));
  }
}

/** Looks until `condition` holds; false when it does not within the time. @throws the reason of `signal` */
async function until(condition: () => boolean, withinMs: number, signal: AbortSignal): Promise<boolean> {
  const giveUpAtMs = nowMs() + withinMs;
  while (!condition()) {
    if (nowMs() > giveUpAtMs) return false;
    await pause(LOOK_EVERY_MS, signal);
  }
  return true;
}

/** @throws the reason of `signal` */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
}
