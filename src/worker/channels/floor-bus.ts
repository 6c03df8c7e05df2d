import { OUTPUT_SAMPLE_RATE_HZ } from '../rtc/paced-source.ts';
import { limit } from './limit.ts';
import { understands } from './channel-state.ts';

const SAMPLES_PER_MS = OUTPUT_SAMPLE_RATE_HZ / 1000;
/** Waits for this much before it plays, so that one late frame is not heard. All of it is delay. */
const PREROLL_SAMPLES = 30 * SAMPLES_PER_MS;
/** Never further behind than this: what is too much is skipped. */
const MAX_SAMPLES = 120 * SAMPLES_PER_MS;
const RING_SAMPLES = 200 * SAMPLES_PER_MS;

/** The untranslated voice of one speaker, on its way to the channels that carry the floor. */
export class FloorFeed {
  readonly language: string;
  readonly #ring = new Int16Array(RING_SAMPLES);
  #first = 0;
  #size = 0;
  #playing = false;
  #skippedSamples = 0;

  constructor(language: string) {
    this.language = language;
  }

  get skippedSamples(): number {
    return this.#skippedSamples;
  }

  /** 48 kHz mono. */
  push(samples: Int16Array): void {
    const excess = this.#size + samples.length - MAX_SAMPLES;
    if (excess > 0) this.#skip(Math.min(this.#size, excess + MAX_SAMPLES - PREROLL_SAMPLES));
    const at = (this.#first + this.#size) % RING_SAMPLES;
    const untilEnd = Math.min(samples.length, RING_SAMPLES - at);
    this.#ring.set(samples.subarray(0, untilEnd), at);
    if (untilEnd < samples.length) this.#ring.set(samples.subarray(untilEnd), 0);
    this.#size += samples.length;
  }

  /** Adds the next `mixed.length` samples to `mixed`; returns whether there were any. */
  addTo(mixed: Int32Array): boolean {
    if (!this.#playing && this.#size < PREROLL_SAMPLES) return false;
    const take = Math.min(mixed.length, this.#size);
    for (let n = 0, at = this.#first; n < take; n++) {
      mixed[n]! += this.#ring[at]!;
      if (++at === RING_SAMPLES) at = 0;
    }
    this.#first = (this.#first + take) % RING_SAMPLES;
    this.#size -= take;
    this.#playing = take === mixed.length;
    return take > 0;
  }

  #skip(samples: number): void {
    this.#first = (this.#first + samples) % RING_SAMPLES;
    this.#size -= samples;
    this.#skippedSamples += samples;
  }
}

/** All speakers together, one frame at a time; channels of one beat share the work. */
export class FloorBus {
  readonly #feeds = new Set<FloorFeed>();
  readonly #frameSamples: number;
  readonly #mixed: Int32Array;
  readonly #solo: Int32Array;
  readonly #everyone: Int16Array;
  readonly #byLanguage = new Map<string, Int16Array>();
  #languages: readonly string[] = [];
  #audible = false;

  constructor(frameSamples: number) {
    this.#frameSamples = frameSamples;
    this.#mixed = new Int32Array(frameSamples);
    this.#solo = new Int32Array(frameSamples);
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
      this.#solo.fill(0);
      if (!feed.addTo(this.#solo)) continue;
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

function addLimited(into: Int16Array, more: Int32Array): void {
  for (let n = 0; n < into.length; n++) {
    const sum = into[n]! + more[n]!;
    into[n] = sum > 32_767 ? 32_767 : sum < -32_768 ? -32_768 : sum;
  }
}
