import { understands } from './channel-guards.ts';
import { limit } from './limit.ts';
import { LiveFeed } from './live-feed.ts';

/** So that one late frame is not heard. */
const PREROLL_MS = 30;

/** The untranslated voice of one speaker, on its way to the channels that carry the floor. */
export class FloorFeed extends LiveFeed {
  readonly language: string;

  constructor(language: string) {
    super(PREROLL_MS);
    this.language = language;
  }
}

/** All speakers together, one frame at a time; channels of one beat share the work. */
export class FloorBus {
  readonly #feeds = new Set<FloorFeed>();
  readonly #frameSamples: number;
  readonly #mixed: Int32Array;
  readonly #solo: Int16Array;
  readonly #everyone: Int16Array;
  readonly #byLanguage = new Map<string, Int16Array>();
  #languages: readonly string[] = [];
  #audible = false;

  constructor(frameSamples: number) {
    this.#frameSamples = frameSamples;
    this.#mixed = new Int32Array(frameSamples);
    this.#solo = new Int16Array(frameSamples);
    this.#everyone = new Int16Array(frameSamples);
  }

  add(feed: FloorFeed): void {
    this.#feeds.add(feed);
  }

  remove(feed: FloorFeed): void {
    this.#feeds.delete(feed);
  }

  /**
   * Takes the next frame of every speaker. `languages`: channels that want only the speakers of their own language.
   * Call once per beat, before {@link everyone} and {@link inLanguage}.
   */
  advance(languages: readonly string[]): void {
    this.#mixed.fill(0);
    this.#languages = languages;
    this.#audible = false;
    for (const language of languages) this.#frameOf(language).fill(0);
    for (const feed of this.#feeds) {
      if (!feed.take(this.#solo)) continue;
      this.#audible = true;
      for (let n = 0; n < this.#frameSamples; n++) this.#mixed[n]! += this.#solo[n]!;
      for (const language of languages) if (understands(language, feed.language)) addLimited(this.#frameOf(language), this.#solo);
    }
    limit(this.#mixed, this.#everyone);
  }

  /** Whether anybody's audio is in this frame (it may be quiet). */
  get audible(): boolean {
    return this.#audible;
  }

  get everyone(): Int16Array {
    return this.#everyone;
  }

  /** Only speakers whom listeners of `language` understand; everyone when `advance` was not asked for it. */
  inLanguage(language: string): Int16Array {
    return this.#languages.includes(language) ? this.#frameOf(language) : this.#everyone;
  }

  #frameOf(language: string): Int16Array {
    let frame = this.#byLanguage.get(language);
    if (!frame) this.#byLanguage.set(language, (frame = new Int16Array(this.#frameSamples)));
    return frame;
  }
}

function addLimited(into: Int16Array, more: Int16Array): void {
  for (let n = 0; n < into.length; n++) {
    const sum = into[n]! + more[n]!;
    into[n] = sum > 32_767 ? 32_767 : sum < -32_768 ? -32_768 : sum;
  }
}
