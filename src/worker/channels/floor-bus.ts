import type { Leveller } from '../sound/leveller.ts';
import type { LevellerBank } from '../sound/leveller-bank.ts';
import { understands } from './channel-guards.ts';
import { FeedLoad } from './feed-load.ts';
import { LiveFeed } from './live-feed.ts';

/** So that one late frame is not heard; in the first pause another is laid by. */
const PREROLL_MS = 20;

/** The untranslated voice of one speaker, on its way to the channels that carry the floor. */
export class FloorFeed extends LiveFeed {
  readonly language: string;

  constructor(language: string) {
    super(PREROLL_MS);
    this.language = language;
  }
}

/** All speakers together, one frame at a time, each at the target loudness; channels of one beat share the work. */
export class FloorBus {
  readonly load = new FeedLoad();
  readonly #feeds = new Map<FloorFeed, Leveller>();
  /** Gone, and still to be heard to the end of what came of them: at once silent they would click. */
  readonly #leaving = new Set<FloorFeed>();
  readonly #levellers: LevellerBank;
  readonly #frameSamples: number;
  readonly #taken: Int16Array;
  readonly #levelled: Float32Array;
  readonly #asHeard: Int16Array;
  readonly #everyone: Float32Array;
  readonly #byLanguage = new Map<string, Float32Array>();
  #languages: readonly string[] = [];
  #audible = false;

  constructor(frameSamples: number, levellers: LevellerBank) {
    this.#frameSamples = frameSamples;
    this.#levellers = levellers;
    this.#taken = new Int16Array(frameSamples);
    this.#levelled = new Float32Array(frameSamples);
    this.#asHeard = new Int16Array(frameSamples);
    this.#everyone = new Float32Array(frameSamples);
  }

  /** Whoever has spoken as `identity` before has the loudness of that time. */
  add(feed: FloorFeed, identity: string): void {
    this.load.add(feed);
    this.#feeds.set(feed, this.#levellers.of(`speaker:${identity}`));
  }

  /** Nothing more is pushed; what is there is heard. */
  remove(feed: FloorFeed): void {
    if (!this.#feeds.has(feed)) return;
    this.load.remove(feed);
    this.#leaving.add(feed);
  }

  /**
   * Takes the next frame of every speaker. `languages`: channels that want only the speakers of their own language.
   * Call once per beat, before {@link everyone} and {@link inLanguage}.
   */
  advance(languages: readonly string[]): void {
    this.#asHeard.fill(0);
    this.#everyone.fill(0);
    this.#languages = languages;
    this.#audible = false;
    for (const language of languages) this.#frameOf(language).fill(0);
    for (const [feed, leveller] of this.#feeds) {
      if (!feed.take(this.#taken)) {
        if (this.#leaving.delete(feed)) this.#feeds.delete(feed);
        continue;
      }
      this.#audible = true;
      leveller.measure(this.#taken);
      leveller.apply(this.#taken, this.#levelled);
      addClipped(this.#asHeard, this.#taken);
      add(this.#everyone, this.#levelled);
      for (const language of languages) if (understands(language, feed.language)) add(this.#frameOf(language), this.#levelled);
    }
  }

  /** Whether anybody's audio is in this frame (it may be quiet). */
  get audible(): boolean {
    return this.#audible;
  }

  /** Everyone as the microphones give it, for the meter: who clips there is to be seen. */
  get asHeard(): Int16Array {
    return this.#asHeard;
  }

  /** Everyone as channels carry it. */
  get everyone(): Float32Array {
    return this.#everyone;
  }

  /** Only speakers whom listeners of `language` understand; everyone when `advance` was not asked for it. */
  inLanguage(language: string): Float32Array {
    return this.#languages.includes(language) ? this.#frameOf(language) : this.#everyone;
  }

  #frameOf(language: string): Float32Array {
    let frame = this.#byLanguage.get(language);
    if (!frame) this.#byLanguage.set(language, (frame = new Float32Array(this.#frameSamples)));
    return frame;
  }
}

function addClipped(into: Int16Array, more: Int16Array): void {
  for (let n = 0; n < into.length; n++) {
    const sum = into[n]! + more[n]!;
    into[n] = sum > 32_767 ? 32_767 : sum < -32_768 ? -32_768 : sum;
  }
}

function add(into: Float32Array, more: Float32Array): void {
  for (let n = 0; n < into.length; n++) into[n]! += more[n]!;
}
