import { FULL_SCALE } from './pcm.ts';

// ITU-R BS.1770-4, tables 1 and 2, for 48 kHz: the head's high shelf, and the high-pass ("RLB").
const SHELF_B0 = 1.53512485958697;
const SHELF_B1 = -2.69169619940638;
const SHELF_B2 = 1.19839281085285;
const SHELF_A1 = -1.69065929318241;
const SHELF_A2 = 0.73248077421585;
const PASS_A1 = -1.99004745483398;
const PASS_A2 = 0.99007225036621;
/** Below this a filter that is fed zeros is at rest: its output would be 200 dB down. */
const AT_REST = 1e-10;

/** The K-weighting filter of ITU-R BS.1770-4 for one channel at 48 kHz. Streaming; allocates nothing per call. */
export class KWeighting {
  #shelf1 = 0;
  #shelf2 = 0;
  #pass1 = 0;
  #pass2 = 0;

  /** Sum of the squared weighted samples `from`…`to` (excluded) of `pcm`, full scale being 1. */
  energyOf(pcm: Int16Array, from: number, to: number): number {
    let s1 = this.#shelf1;
    let s2 = this.#shelf2;
    let p1 = this.#pass1;
    let p2 = this.#pass2;
    let energy = 0;
    // Transposed direct form II: the two states of each stage are all that is kept.
    for (let n = from; n < to; n++) {
      const x = pcm[n]! / FULL_SCALE;
      const shelved = SHELF_B0 * x + s1;
      s1 = SHELF_B1 * x - SHELF_A1 * shelved + s2;
      s2 = SHELF_B2 * x - SHELF_A2 * shelved;
      const weighted = shelved + p1;
      p1 = -2 * shelved - PASS_A1 * weighted + p2;
      p2 = shelved - PASS_A2 * weighted;
      energy += weighted * weighted;
    }
    this.#shelf1 = s1;
    this.#shelf2 = s2;
    this.#pass1 = p1;
    this.#pass2 = p2;
    return energy;
  }

  /** True when silence in would give silence out, so that it need not be computed. */
  get atRest(): boolean {
    return Math.abs(this.#shelf1) + Math.abs(this.#shelf2) + Math.abs(this.#pass1) + Math.abs(this.#pass2) < AT_REST;
  }
}
