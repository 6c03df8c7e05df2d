import { KWeighting } from './k-weighting.ts';
import { SOUND_RATE_HZ } from './pcm.ts';
import { ABSOLUTE_GATE_LUFS, loudnessOf, ProgrammeLoudness } from './programme-loudness.ts';

/** Windows move by this much: a gating block of 400 ms overlaps the one before by 75 % (BS.1770-4). */
const STEP_SAMPLES = SOUND_RATE_HZ / 10;
const MOMENTARY_STEPS = 4;
const SHORT_TERM_STEPS = 30;

/**
 * Loudness of one mono channel as EBU R 128 has it: momentary (400 ms), short-term (3 s) and of the whole programme, gated.
 *
 * Mono counts as one channel (BS.1770-4, table 3): a 1 kHz sine that is −23 LUFS on both channels of a stereo pair is
 * −26 LUFS here. Figures move on every 100 ms. Below −70 LUFS there is silence, and no figure.
 */
export class LoudnessMeter {
  readonly #filter = new KWeighting();
  readonly #programme = new ProgrammeLoudness();
  /** Energies of the last steps, a ring. */
  readonly #steps = new Float64Array(SHORT_TERM_STEPS);
  #next = 0;
  #seen = 0;
  #energy = 0;
  #samples = 0;

  /** 48 kHz mono, any length. */
  add(pcm: Int16Array): void {
    for (let from = 0; from < pcm.length; ) {
      const to = Math.min(pcm.length, from + STEP_SAMPLES - this.#samples);
      this.#energy += this.#filter.energyOf(pcm, from, to);
      this.#advance(to - from);
      from = to;
    }
  }

  /** The same as adding `silence`, a frame of zeros, and cheaper. */
  addSilence(silence: Int16Array): void {
    if (!this.#filter.atRest) return this.add(silence);
    for (let left = silence.length; left > 0; ) {
      const take = Math.min(left, STEP_SAMPLES - this.#samples);
      this.#advance(take);
      left -= take;
    }
  }

  /** The last 400 ms, LUFS. */
  get momentaryLufs(): number | undefined {
    return audible(this.#meanOf(MOMENTARY_STEPS));
  }

  /** The last 3 s, LUFS. */
  get shortTermLufs(): number | undefined {
    return audible(this.#meanOf(SHORT_TERM_STEPS));
  }

  /** Everything since the beginning, without pauses, LUFS. */
  get programmeLufs(): number | undefined {
    return this.#programme.lufs;
  }

  #advance(samples: number): void {
    this.#samples += samples;
    if (this.#samples < STEP_SAMPLES) return;
    this.#steps[this.#next] = this.#energy;
    this.#next = (this.#next + 1) % SHORT_TERM_STEPS;
    this.#seen++;
    this.#energy = 0;
    this.#samples = 0;
    if (this.#seen >= MOMENTARY_STEPS) this.#programme.add(this.#meanOf(MOMENTARY_STEPS));
  }

  #meanOf(steps: number): number {
    let energy = 0;
    for (let back = 1; back <= steps; back++) energy += this.#steps[(this.#next + SHORT_TERM_STEPS - back) % SHORT_TERM_STEPS]!;
    return energy / (steps * STEP_SAMPLES);
  }
}

function audible(meanSquare: number): number | undefined {
  const lufs = loudnessOf(meanSquare);
  return lufs < ABSOLUTE_GATE_LUFS ? undefined : lufs;
}
