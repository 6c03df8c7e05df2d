import { fromDb, SOUND_RATE_HZ } from './pcm.ts';
import { SpeechLoudness } from './speech-loudness.ts';

/** Memory for a live voice: somebody who comes nearer to the microphone is followed, a raised voice is not. */
const LIVE_MEMORY_MS = 20_000;
/**
 * Memory for a voice that is measured before it is heard: the clause that comes counts for more than those before. Measured with
 * six voices, twelve sentences each: they differ by 0.35 LU (standard deviation) instead of 0.55; with half of it by no less.
 */
export const AHEAD_MEMORY_MS = 1_000;
/** A voice at −43 LUFS is still brought to −23; what is quieter is a fault to be mended at the microphone. */
const MAX_GAIN_DB = 20;
const MIN_GAIN_DB = -24;
/** Nearer than this the gain stays: half of what EBU R 128 allows a live programme to be off, LU. */
const CLOSE_ENOUGH_DB = 0.3;
/** Until this much of a voice was heard its gain is found; afterwards it is only followed, milliseconds. */
const FINDING_MS = 3_000;
/** Decibels a second. Following is slower than syllables and sentences, so that nothing pumps. */
const FINDING = { up: 20, down: 40 };
const FOLLOWING = { up: 1.5, down: 4 };
/** Samples below this are a pause, in which the gain stands still: −54 dBFS. */
const PAUSE = 65;

/**
 * Brings one source to the target loudness with a gain that moves slowly, within bounds, and only while the source is
 * heard. It is raised for voices alone: what is steady (noise, hum, a tone), or too short to be judged, can only lower it. Keep one per source: it
 * remembers the gain between turns.
 */
export class Leveller {
  readonly #targetLufs: number;
  readonly #loudness: SpeechLoudness;
  #wantedDb = 0;
  #gainDb = 0;
  #gain = 1;

  /** @param memoryMs speech after which what was heard counts half */
  constructor(targetLufs: number, memoryMs = LIVE_MEMORY_MS) {
    this.#targetLufs = targetLufs;
    this.#loudness = new SpeechLoudness(memoryMs);
  }

  /** The gain of the last sample that was handed out, dB. */
  get gainDb(): number {
    return this.#gainDb;
  }

  /** Hears 48 kHz mono sound of this source, perhaps before it is played. */
  measure(pcm: Int16Array): void {
    if (!this.#loudness.add(pcm)) return;
    const { lufs, unjudgedLufs } = this.#loudness;
    if (lufs !== undefined) this.#wantedDb = bounded(this.#targetLufs - lufs);
    if (unjudgedLufs !== undefined) this.#wantedDb = Math.min(this.#wantedDb, bounded(this.#targetLufs - unjudgedLufs));
  }

  /** Goes to the wanted gain at once. Only while nothing of the source is heard: it would be a jump. */
  settle(): void {
    this.#gainDb = this.#wantedDb;
    this.#gain = fromDb(this.#gainDb);
  }

  /** Writes `pcm` with its gain to `into`, which may be longer. The gain moves in a straight line within the frame. */
  apply(pcm: Int16Array, into: Float32Array): void {
    const from = this.#gain;
    if (this.#isHeard(pcm)) this.#move(pcm.length);
    const step = (this.#gain - from) / pcm.length;
    for (let n = 0; n < pcm.length; n++) into[n] = pcm[n]! * (from + step * (n + 1));
  }

  #isHeard(pcm: Int16Array): boolean {
    if (Math.abs(this.#wantedDb - this.#gainDb) <= CLOSE_ENOUGH_DB) return false;
    for (let n = 0; n < pcm.length; n++) if (Math.abs(pcm[n]!) > PAUSE) return true;
    return false;
  }

  #move(samples: number): void {
    const speed = this.#loudness.voiceMs < FINDING_MS ? FINDING : FOLLOWING;
    const seconds = samples / SOUND_RATE_HZ;
    const missing = this.#wantedDb - this.#gainDb;
    this.#gainDb += Math.max(-speed.down * seconds, Math.min(speed.up * seconds, missing));
    this.#gain = fromDb(this.#gainDb);
  }
}

const bounded = (gainDb: number): number => Math.max(MIN_GAIN_DB, Math.min(MAX_GAIN_DB, gainDb));
