const SMALL = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'];
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const SCALES: ReadonlyMap<string, number> = new Map([
  ['thousand', 1_000],
  ['million', 1_000_000],
  ['billion', 1_000_000_000],
]);
/** `second` is left out: "a twenty second film". */
const ORDINALS = ['', 'first', '', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth', 'eleventh', 'twelfth', 'thirteenth', 'fourteenth', 'fifteenth', 'sixteenth', 'seventeenth', 'eighteenth', 'nineteenth'];
const TENTHS: ReadonlyMap<string, number> = new Map(TENS.slice(2).map((word, index) => [word.replace(/y$/, 'ieth'), 10 * (index + 2)]));

/** A number that somebody said in English words. */
export interface SpokenNumber {
  readonly kind: 'cardinal' | 'year' | 'ordinal' | 'decimal';
  /** Of a decimal the whole part. */
  readonly value: number;
  /** Digits after the point of a decimal. */
  readonly fraction: string;
  /** Words it takes. */
  readonly length: number;
}

/**
 * The longest number that begins at `words[at]`, each word in lower case without punctuation: "two hundred and five",
 * "nineteen ninety five" (1600 to 2099 as pairs), "twenty first", "three point one four".
 *
 * @returns undefined where none begins
 */
export function numberAt(words: readonly string[], at: number): SpokenNumber | undefined {
  const year = yearAt(words, at);
  if (year) return year;
  const cardinal = cardinalAt(words, at);
  if (!cardinal) return ordinalAt(words, at, 0);
  const { value, length } = cardinal;
  const next = at + length;
  const open = value % 100 === 0 ? 100 : value % 10 === 0 && value % 100 >= 20 ? 10 : 0;
  const ordinal = open > 0 && value > 0 ? ordinalAt(words, next, open) : undefined;
  if (ordinal) return { ...ordinal, value: value + ordinal.value, length: length + ordinal.length };
  const fraction = words[next] === 'point' ? digitsAt(words, next + 1) : '';
  if (fraction !== '') return { kind: 'decimal', value, fraction, length: length + 1 + fraction.length };
  return { kind: 'cardinal', value, fraction: '', length };
}

/** Whether what was said may turn out to be the middle of a longer number, or of its unit, once more words are known. */
export const mayContinueNumber = (word: string): boolean => ['and', 'point', 'oh', 'per'].includes(word);

/** 0 to 99 in one or two words. */
function pairAt(words: readonly string[], at: number): { value: number; length: number } | undefined {
  const small = smallOf(words[at]);
  if (small !== undefined) return { value: small, length: 1 };
  const tens = tensOf(words[at]);
  if (tens === undefined) return undefined;
  const ones = smallOf(words[at + 1]);
  return ones !== undefined && ones >= 1 && ones <= 9 ? { value: tens + ones, length: 2 } : { value: tens, length: 1 };
}

function cardinalAt(words: readonly string[], at: number): { value: number; length: number } | undefined {
  let total = 0;
  let limit = Number.POSITIVE_INFINITY;
  let end = at;
  for (let next = at; ; ) {
    // "and" only joins: "two hundred and five", never "five and six".
    const group = groupAt(words, end > at && words[next] === 'and' ? next + 1 : next, end > at);
    if (!group) break;
    const scale = SCALES.get(words[group.end] ?? '');
    if (scale === undefined || scale >= limit) {
      if (group.value < limit && (end === at || group.value > 0)) {
        total += group.value;
        end = group.end;
      }
      break;
    }
    total += group.value * scale;
    limit = scale;
    end = group.end + 1;
    next = end;
  }
  return end === at ? undefined : { value: total, length: end - at };
}

/** 0 to 9999 as far as one says it before a thousand: "ninety", "two hundred and five", "fifteen hundred". */
function groupAt(words: readonly string[], at: number, inside: boolean): { value: number; end: number } | undefined {
  const first = pairAt(words, at);
  if (!first || (inside && first.value === 0)) return undefined;
  let end = at + first.length;
  if (words[end] !== 'hundred' || first.value === 0) return { value: first.value, end };
  end += 1;
  const rest = pairAt(words, words[end] === 'and' ? end + 1 : end);
  if (!rest || rest.value === 0) return { value: 100 * first.value, end };
  return { value: 100 * first.value + rest.value, end: (words[end] === 'and' ? end + 1 : end) + rest.length };
}

function yearAt(words: readonly string[], at: number): SpokenNumber | undefined {
  const century = tensOf(words[at]) === 20 ? 20 : smallOf(words[at]);
  if (century === undefined || century < 16 || century > 20) return undefined;
  const oh = words[at + 1] === 'oh' ? smallOf(words[at + 2]) : undefined;
  const pair = oh !== undefined && oh >= 1 && oh <= 9 ? { value: oh, length: 2 } : pairAt(words, at + 1);
  if (!pair || (oh === undefined && pair.value < 10)) return undefined;
  // "twenty twenty thousand" and "nineteen ninety hundred" are no years.
  const after = words[at + 1 + pair.length] ?? '';
  if (SCALES.has(after) || after === 'hundred') return undefined;
  return { kind: 'year', value: 100 * century + pair.value, fraction: '', length: 1 + pair.length };
}

/** @param below what the ordinal must be less than; 0: any */
function ordinalAt(words: readonly string[], at: number, below: number): SpokenNumber | undefined {
  const word = words[at] ?? '';
  const value = word === '' ? -1 : (TENTHS.get(word) ?? ORDINALS.indexOf(word));
  return value > 0 && (below === 0 || value < below) ? { kind: 'ordinal', value, fraction: '', length: 1 } : undefined;
}

function digitsAt(words: readonly string[], at: number): string {
  let digits = '';
  for (let next = at; ; next++) {
    const digit = words[next] === 'oh' ? 0 : smallOf(words[next]);
    if (digit === undefined || digit > 9) return digits;
    digits += digit;
  }
}

function smallOf(word: string | undefined): number | undefined {
  const value = word === undefined ? -1 : SMALL.indexOf(word);
  return value < 0 ? undefined : value;
}

function tensOf(word: string | undefined): number | undefined {
  const tens = word === undefined || word === '' ? -1 : TENS.indexOf(word);
  return tens < 2 ? undefined : 10 * tens;
}
