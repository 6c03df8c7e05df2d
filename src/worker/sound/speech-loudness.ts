import { KWeighting } from './k-weighting.ts';
import { SOUND_RATE_HZ } from './pcm.ts';
import { loudnessOf, ProgrammeLoudness } from './programme-loudness.ts';

const CELL_MS = 20;
const CELL_SAMPLES = (SOUND_RATE_HZ * CELL_MS) / 1000;
/** A gating block of 400 ms, moved by 100 ms (BS.1770-4). */
const CELLS_PER_BLOCK = 20;
const CELLS_PER_STEP = 5;
/** Liveliness is judged on the last second. */
const CELLS = 50;
/** Blocks quieter than this are a room, not a voice, LUFS: even a shy voice at a far microphone is above it. */
const QUIETEST_VOICE_LUFS = -50;
const QUIETEST_MEAN_SQUARE = 10 ** ((QUIETEST_VOICE_LUFS + 0.691) / 10);
/** Quieter cells are all alike when liveliness is judged, LUFS. */
const CELL_FLOOR_LUFS = -70;
/**
 * By how much the level of the mean must exceed the mean of the levels before something counts as a voice, dB. Measured:
 * white noise and hum 0.0, each second of 26 voices 2.6 to 31. Single claps count as a voice (2.2 and more), too.
 */
const LIVELY_DB = 1.5;
const STEP_MS = CELL_MS * CELLS_PER_STEP;

/**
 * How loud a voice is, gated as EBU R 128 gates a programme and forgetting what was long ago, LUFS. Pauses, noise and
 * steady sounds do not count as a voice.
 */
export class SpeechLoudness {
  readonly #filter = new KWeighting();
  readonly #programme: ProgrammeLoudness;
  readonly #cells = new Float64Array(CELLS);
  readonly #levels = new Float64Array(CELLS);
  #next = 0;
  /** Cells since the sound began, at most {@link CELLS}. */
  #sounding = 0;
  #untilStep = CELLS_PER_STEP;
  #energy = 0;
  #samples = 0;
  #lufs: number | undefined;
  #unjudgedLufs: number | undefined;

  /** @param halfLifeMs speech after which a block counts half */
  constructor(halfLifeMs: number) {
    this.#programme = new ProgrammeLoudness(halfLifeMs / STEP_MS);
  }

  /** Loudness of the voice; `undefined` before 400 ms of it were heard. */
  get lufs(): number | undefined {
    return this.#lufs;
  }

  /** Loudness of what is heard now and is no voice, or not known as one yet, LUFS; `undefined` when that is nothing. */
  get unjudgedLufs(): number | undefined {
    return this.#unjudgedLufs;
  }

  /** Speech that counted so far, milliseconds. */
  get voiceMs(): number {
    return this.#programme.blocks * STEP_MS;
  }

  /** 48 kHz mono, any length. Returns whether a figure may have changed. */
  add(pcm: Int16Array): boolean {
    let changed = false;
    for (let from = 0; from < pcm.length; ) {
      const to = Math.min(pcm.length, from + CELL_SAMPLES - this.#samples);
      this.#energy += this.#filter.energyOf(pcm, from, to);
      this.#samples += to - from;
      from = to;
      if (this.#samples === CELL_SAMPLES) changed = this.#endCell() || changed;
    }
    return changed;
  }

  #endCell(): boolean {
    const meanSquare = this.#energy / CELL_SAMPLES;
    this.#cells[this.#next] = meanSquare;
    this.#levels[this.#next] = Math.max(CELL_FLOOR_LUFS, loudnessOf(meanSquare));
    this.#next = (this.#next + 1) % CELLS;
    this.#energy = 0;
    this.#samples = 0;
    if (this.#sounding > 0 || meanSquare > QUIETEST_MEAN_SQUARE) this.#sounding = Math.min(CELLS, this.#sounding + 1);
    if (--this.#untilStep > 0) return false;
    this.#untilStep = CELLS_PER_STEP;
    return this.#endStep();
  }

  #endStep(): boolean {
    this.#unjudgedLufs = undefined;
    const block = Math.min(this.#sounding, CELLS_PER_BLOCK);
    if (block === 0) return false;
    const meanSquare = this.#mean(this.#cells, block);
    if (block === CELLS_PER_BLOCK && loudnessOf(meanSquare) < QUIETEST_VOICE_LUFS) {
      // The sound is over. Its onset is awaited anew: a block that is half silence says nothing about a voice.
      this.#sounding = 0;
      return true;
    }
    if (block < CELLS_PER_BLOCK) {
      if (this.#lufs === undefined) this.#unjudgedLufs = loudnessOf(meanSquare);
      return true;
    }
    const liveliness = loudnessOf(this.#mean(this.#cells, this.#sounding)) - this.#mean(this.#levels, this.#sounding);
    if (liveliness < LIVELY_DB) this.#unjudgedLufs = loudnessOf(meanSquare);
    else {
      this.#programme.add(meanSquare);
      this.#lufs = this.#programme.lufs;
    }
    return true;
  }

  #mean(values: Float64Array, cells: number): number {
    let sum = 0;
    for (let back = 1; back <= cells; back++) sum += values[(this.#next + CELLS - back) % CELLS]!;
    return sum / cells;
  }
}
