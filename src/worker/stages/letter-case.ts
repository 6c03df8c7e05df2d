/** So many words in capitals are no abbreviation and no "I". */
const WORDS_UNTIL_SURE = 3;

/**
 * Whether a recogniser that gave `words` writes capitals only, as models do whose tokens have no small letters. Undefined while
 * too few words with capitals were seen, and in scripts without them.
 */
export function writesCapitals(words: readonly string[]): boolean | undefined {
  if (words.some(hasSmall)) return false;
  return words.filter(hasCapital).length >= WORDS_UNTIL_SURE ? true : undefined;
}

const hasSmall = (word: string): boolean => /\p{Ll}/u.test(word);

/** Whether how `word` is written depends on whether its recogniser writes capitals only. */
export const hasCapital = (word: string): boolean => /\p{Lu}/u.test(word);

/** Of one stream: remembers what its words have shown. A piece keeps the answer that it was begun with, or the first one that it gives. */
export class LetterCase {
  #seen: readonly string[] = [];
  #capitals: boolean | undefined;

  /** Whether capitals mean nothing in the open piece, of which `words` are known so far; undefined while that is not known. */
  of(words: readonly string[]): boolean | undefined {
    return (this.#capitals ??= writesCapitals([...this.#seen, ...words]));
  }

  /** The open piece ended with `words`. One small letter, and its recogniser has them. */
  ended(words: readonly string[]): void {
    this.#capitals = words.some(hasSmall) ? false : this.of(words);
    this.#seen = [...this.#seen, ...words.filter(hasCapital)].slice(-WORDS_UNTIL_SURE);
  }

  /** Another recogniser may read from here on. */
  reset(): void {
    this.#seen = [];
    this.#capitals = undefined;
  }
}
