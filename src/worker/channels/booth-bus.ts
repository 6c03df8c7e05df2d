import type { FrameSource } from './channel-mixer.ts';
import { LiveFeed } from './live-feed.ts';

/**
 * One frame: who opens a microphone is to be heard at once, so there is no more in front of it than the writer takes at a time.
 */
const PREROLL_MS = 20;

/** The voice of one interpreter, on its way to her channel. */
export class BoothFeed extends LiveFeed {
  constructor() {
    super(PREROLL_MS);
  }
}

class BoothVoice implements FrameSource {
  readonly #feed: BoothFeed;
  readonly #frame: Int16Array;
  #audible = false;

  constructor(feed: BoothFeed, frameSamples: number) {
    this.#feed = feed;
    this.#frame = new Int16Array(frameSamples);
  }

  advance(): boolean {
    this.#audible = this.#feed.take(this.#frame);
    return this.#audible;
  }

  readonly next = (): Int16Array | undefined => (this.#audible ? this.#frame : undefined);
}

/** All booth microphones, by the SID of their track. */
export class BoothBus {
  readonly #frameSamples: number;
  readonly #voices = new Map<string, BoothVoice>();
  /** Gone, and still fading on their channels. */
  readonly #leaving = new Set<BoothVoice>();

  constructor(frameSamples: number) {
    this.#frameSamples = frameSamples;
  }

  add(sid: string, feed: BoothFeed): void {
    this.#voices.set(sid, new BoothVoice(feed, this.#frameSamples));
  }

  /** Nothing more is pushed; what is there fades with its channel. */
  remove(sid: string): void {
    const voice = this.#voices.get(sid);
    if (!voice) return;
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
