import { joined } from '../../sound/pcm.ts';

/** Louder than espeak-ng's own rest between words (a few units), quieter than any consonant. */
const AUDIBLE = 64;
/** Kept before the first audible sample, so that a soft attack is not cut into a click. */
const ATTACK_SAMPLES = 64;

/**
 * Takes the silence off both ends of speech that arrives in pieces; pauses inside stay. Holds a silent end of a piece
 * back until it is known whether something follows.
 */
export class SilenceTrimmer {
  #begun = false;
  #held: Int16Array[] = [];

  /** @returns what may be played now, possibly nothing */
  take(piece: Int16Array): Int16Array<ArrayBuffer> {
    const last = piece.findLastIndex(isAudible);
    if (last < 0) {
      if (this.#begun) this.#held.push(piece.slice());
      return new Int16Array();
    }
    const from = this.#begun ? 0 : Math.max(0, piece.findIndex(isAudible) - ATTACK_SAMPLES);
    const parts = [...this.#held, piece.subarray(from, last + 1)];
    this.#begun = true;
    this.#held = last + 1 < piece.length ? [piece.slice(last + 1)] : [];

    return joined(...parts);
  }
}

const isAudible = (sample: number): boolean => Math.abs(sample) > AUDIBLE;
