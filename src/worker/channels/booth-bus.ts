import type { Leveller } from '../sound/leveller.ts';
import type { LevellerBank } from '../sound/leveller-bank.ts';
import type { FrameSource } from './channel-mixer.ts';
import { FeedLoad } from './feed-load.ts';
import { LiveFeed } from './live-feed.ts';

/**
 * One frame: who opens a microphone is to be heard at once, so there is no more in front of it than the writer takes at a time.
 */
const PREROLL_MS = 10;

/** The voice of one interpreter, on its way to her channel. */
export class BoothFeed extends LiveFeed {
  constructor() {
    super(PREROLL_MS);
  }
}

class BoothVoice implements FrameSource {
  readonly live = true;
  readonly feed: BoothFeed;
  readonly #leveller: Leveller;
  readonly #taken: Int16Array;
  readonly #frame: Float32Array;
  #audible = false;

  constructor(feed: BoothFeed, leveller: Leveller, frameSamples: number) {
    this.feed = feed;
    this.#leveller = leveller;
    this.#taken = new Int16Array(frameSamples);
    this.#frame = new Float32Array(frameSamples);
  }

  advance(): boolean {
    this.#audible = this.feed.take(this.#taken);
    if (!this.#audible) return false;
    this.#leveller.measure(this.#taken);
    this.#leveller.apply(this.#taken, this.#frame);
    return true;
  }

  readonly next = (): Float32Array | undefined => (this.#audible ? this.#frame : undefined);
}

/** All booth microphones, by the SID of their track. */
export class BoothBus {
  readonly load = new FeedLoad();
  readonly #frameSamples: number;
  readonly #levellers: LevellerBank;
  readonly #voices = new Map<string, BoothVoice>();
  /** Gone, and still fading on their channels. */
  readonly #leaving = new Set<BoothVoice>();

  constructor(frameSamples: number, levellers: LevellerBank) {
    this.#frameSamples = frameSamples;
    this.#levellers = levellers;
  }

  /** Whoever has interpreted as `identity` before has the loudness of that time. */
  add(sid: string, identity: string, feed: BoothFeed): void {
    this.load.add(feed);
    this.#voices.set(sid, new BoothVoice(feed, this.#levellers.of(`booth:${identity}`), this.#frameSamples));
  }

  /** Nothing more is pushed; what is there fades with its channel. */
  remove(sid: string): void {
    const voice = this.#voices.get(sid);
    if (!voice) return;
    this.load.remove(voice.feed);
    this.#voices.delete(sid);
    this.#leaving.add(voice);
  }

  /** Takes the next frame of every microphone, heard or not, so that none of them is late when it is heard. Call once a beat. */
  advance(): void {
    for (const voice of this.#voices.values()) voice.advance();
    for (const voice of this.#leaving) if (!voice.advance()) this.#leaving.delete(voice);
  }

  /** The voice behind a microphone; undefined when it is gone. */
  voice(sid: string): FrameSource | undefined {
    return this.#voices.get(sid);
  }
}
