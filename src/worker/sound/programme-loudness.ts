/** Blocks below this are not sound, LUFS (BS.1770-4: absolute gate). */
export const ABSOLUTE_GATE_LUFS = -70;
/** Blocks this far below the mean of all are pauses, LU (BS.1770-4: relative gate). */
const RELATIVE_GATE_LU = -10;
const TOP_LUFS = 10;
const BINS_PER_LU = 10;
const BINS = (TOP_LUFS - ABSOLUTE_GATE_LUFS) * BINS_PER_LU;
/** Weights grow instead of the old ones fading; beyond this all are scaled down together. */
const MAX_WEIGHT = 1e9;

/** Loudness of a mean square of K-weighted samples of one channel, LUFS (BS.1770-4: −0.691 + 10 log₁₀). `-Infinity` for 0. */
export function loudnessOf(meanSquare: number): number {
  return -0.691 + 10 * Math.log10(meanSquare);
}

/**
 * Gated loudness of a programme of any length in fixed memory: gating blocks are kept as a histogram of 0.1 LU.
 *
 * `halfLifeBlocks`: after how many blocks a block counts half; left out, all count alike, as in BS.1770-4.
 */
export class ProgrammeLoudness {
  readonly #growth: number;
  readonly #weights = new Float64Array(BINS);
  readonly #energies = new Float64Array(BINS);
  #weight = 1;
  #blocks = 0;

  constructor(halfLifeBlocks?: number) {
    this.#growth = halfLifeBlocks === undefined ? 1 : 2 ** (1 / halfLifeBlocks);
  }

  /** Blocks above the absolute gate so far. */
  get blocks(): number {
    return this.#blocks;
  }

  /** One gating block, as the mean square of its K-weighted samples. */
  add(meanSquare: number): void {
    const bin = Math.floor((loudnessOf(meanSquare) - ABSOLUTE_GATE_LUFS) * BINS_PER_LU);
    if (!(bin >= 0)) return;
    const at = Math.min(bin, BINS - 1);
    this.#weights[at]! += this.#weight;
    this.#energies[at]! += this.#weight * meanSquare;
    this.#blocks++;
    this.#weight *= this.#growth;
    if (this.#weight > MAX_WEIGHT) this.#rescale();
  }

  /** The loudness of what was loud enough to count, LUFS; `undefined` when nothing was. */
  get lufs(): number | undefined {
    const mean = this.#meanFrom(0);
    if (mean === undefined) return undefined;
    const gate = (loudnessOf(mean) + RELATIVE_GATE_LU - ABSOLUTE_GATE_LUFS) * BINS_PER_LU;
    return loudnessOf(this.#meanFrom(Math.max(0, Math.floor(gate))) ?? mean);
  }

  #meanFrom(bin: number): number | undefined {
    let weight = 0;
    let energy = 0;
    for (let at = bin; at < BINS; at++) {
      weight += this.#weights[at]!;
      energy += this.#energies[at]!;
    }
    return weight > 0 ? energy / weight : undefined;
  }

  #rescale(): void {
    for (let at = 0; at < BINS; at++) {
      this.#weights[at]! /= this.#weight;
      this.#energies[at]! /= this.#weight;
    }
    this.#weight = 1;
  }
}
