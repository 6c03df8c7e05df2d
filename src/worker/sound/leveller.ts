import { fromDb, SOUND_RATE_HZ } from './pcm.ts';
import { SpeechLoudness } from './speech-loudness.ts';

/** How a source is followed. */
export interface Following {
  /** Speech after which what was heard counts half, milliseconds. */
  readonly memoryMs: number;
  /** Decibels a second. */
  readonly up: number;
  readonly down: number;
}

/** A live voice: who comes nearer to the microphone is followed, a raised voice is not; slower than sentences, so nothing pumps. */
const LIVE: Following = { memoryMs: 20_000, up: 1.5, down: 4 };
/**
 * A voice that is measured before it is heard: each clause finds its gain within its first word and keeps it. Measured with six voices,
 * twelve sentences each: they differ from sentence to sentence by 0.275 LU (standard deviation), as live voices by 0.55.
 */
export const AHEAD: Following = { memoryMs: 1_000, up: 8, down: 16 };
/** A voice at −43 LUFS is still brought to −23; what is quieter is a fault to be mended at the microphone. */
const MAX_GAIN_DB = 20;
const MIN_GAIN_DB = -24;
/** Nearer than this the gain stays: half of what EBU R 128 allows a live programme to be off, LU. */
const CLOSE_ENOUGH_DB = 0.3;
/** Until this much of a voice was heard its gain is found; afterwards it is only followed, milliseconds. */
const FINDING_MS = 3_000;
/** The same until then. */
const FINDING = { up: 20, down: 40 };
/** Samples below this are a pause, in which the gain stands still: −54 dBFS. */
const PAUSE = 65;

/**
 * Brings one source to the target loudness with a gain that moves slowly, within bounds, and only while the source is
 * heard. It is raised for voices alone: what is steady (noise, hum, a tone), or too short to be judged, can only lower it. Keep one per source: it
 * remembers the gain between turns.
 */
export class Leveller {
  readonly #targetLufs: number;
  readonly #following: Following;
  readonly #loudness: SpeechLoudness;
  #wantedDb = 0;
  #gainDb = 0;
  #gain = 1;

  constructor(targetLufs: number, following = LIVE) {
    this.#targetLufs = targetLufs;
    this.#following = following;
    this.#loudness = new SpeechLoudness(following.memoryMs);
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
    const speed = this.#loudness.voiceMs < FINDING_MS ? FINDING : this.#following;
    const seconds = samples / SOUND_RATE_HZ;
    const missing = this.#wantedDb - this.#gainDb;
    this.#gainDb += Math.max(-speed.down * seconds, Math.min(speed.up * seconds, missing));
    this.#gain = fromDb(this.#gainDb);
  }
}

const bounded = (gainDb: number): number => Math.max(MIN_GAIN_DB, Math.min(MAX_GAIN_DB, gainDb));
