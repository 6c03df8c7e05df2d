/** Longest run of words that a recogniser is known to repeat when it has lost its way. */
const LONGEST_LOOP = 8;
/** People say a thing three times. */
const COPIES_KEPT = 3;

/** Said again and again in earnest. */
const COUNTED = new Set('zero one two three four five six seven eight nine oh'.split(' '));

/**
 * `words` without the fourth and later copies of what is said again and again: recognisers fall into such loops on noise
 * (Barański et al. 2025, arXiv 2501.11378). Digits read out one by one stay.
 *
 * Decided from what came before alone, so that a longer text begins with what was kept of a shorter one.
 */
export function withoutLoops(words: readonly string[]): string[] {
  const spoken = words.map((word) => word.toLowerCase().replaceAll(/[^\p{L}\p{N}']/gu, ''));
  return words.filter((_, at) => {
    for (let length = 1; length <= LONGEST_LOOP; length++) if (goesOn(spoken, at, length)) return false;
    return true;
  });
}

/** Whether the word at `at` goes on with a loop of `length` words of which there are enough copies. */
function goesOn(spoken: readonly string[], at: number, length: number): boolean {
  if (at < COPIES_KEPT * length || (length === 1 && COUNTED.has(spoken[at]!))) return false;
  for (let back = 0; back < (COPIES_KEPT - 1) * length + 1; back++) if (spoken[at - back] !== spoken[at - back - length]) return false;
  return true;
}
