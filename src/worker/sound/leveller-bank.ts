import { Leveller } from './leveller.ts';

/** Whose gain was not asked for the longest is forgotten beyond this. */
const MAX_SOURCES = 128;

/**
 * The levellers of all live voices of a room, so that whoever speaks again begins with the gain of the last time. Keys are the
 * caller's: `booth:<identity>`, `speaker:<identity>`.
 */
export class LevellerBank {
  readonly #targetLufs: number;
  readonly #levellers = new Map<string, Leveller>();

  constructor(targetLufs: number) {
    this.#targetLufs = targetLufs;
  }

  /** The leveller of `key`, the same one again for the same key. */
  of(key: string): Leveller {
    const known = this.#levellers.get(key);
    const leveller = known ?? new Leveller(this.#targetLufs);
    // Maps iterate in the order of insertion: putting it in again makes it the youngest.
    this.#levellers.delete(key);
    this.#levellers.set(key, leveller);
    for (const oldest of this.#levellers.keys()) {
      if (this.#levellers.size <= MAX_SOURCES) break;
      this.#levellers.delete(oldest);
    }
    return leveller;
  }
}
