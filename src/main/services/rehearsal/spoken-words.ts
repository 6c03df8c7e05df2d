import { numberAt } from '../../../shared/english-numbers.ts';

const ONES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'];
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const SCALES = [
  [1_000_000_000, 'billion'],
  [1_000_000, 'million'],
  [1_000, 'thousand'],
  [100, 'hundred'],
] as const;
const ORDINALS: Readonly<Record<string, string>> = { one: 'first', two: 'second', three: 'third', five: 'fifth', eight: 'eighth', nine: 'ninth', twelve: 'twelfth' };

/** British spellings whose American form the rehearsal recogniser writes (its training text is American). */
const AMERICAN: ReadonlyArray<readonly [RegExp, string]> = [
  [/^(lit|met|kilomet|cent|theat|fib)re(s?)$/, '$1er$2'],
  [/^(col|fav|hon|lab|neighb|behavi|flav|harb)our(s?|ed|ing)$/, '$1or$2'],
  [/^(organ|recogn|real|special|apolog|summar|util|modern)is(e|es|ed|ing|ation)$/, '$1iz$2'],
  [/^(program)me(s?)$/, '$1$2'],
];

/**
 * `text` as the words a reader says: lower case, no punctuation, numbers in words, American spelling.
 *
 * Both sides of a word error rate go through it, so a difference of writing is never counted as one of hearing.
 * Whole numbers to 10¹² are read as cardinals (`25` → twenty five; years, too, and what was said as a year), `3rd` as an ordinal, `3.5` digit by digit
 * after the point, `%` as percent. Apostrophes inside a word stay (`o'clock`).
 */
export function spokenWords(text: string): string[] {
  const words = text
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll('’', "'")
    .replaceAll(/(\d),(?=\d{3}\b)/g, '$1')
    .replaceAll(/(\d)\s*%/g, '$1 percent')
    .replaceAll(/\b(\d{1,12})(?:st|nd|rd|th)\b/g, (_, digits: string) => ordinal(Number(digits)))
    .replaceAll(/\b(\d{1,12})\.(\d+)\b/g, (_, whole: string, digits: string) => [...cardinal(Number(whole)), 'point', ...Array.from(digits, (digit) => ONES[Number(digit)])].join(' '))
    .replaceAll(/\d{1,12}/g, (digits) => ` ${cardinal(Number(digits)).join(' ')} `)
    .split(/[^\p{L}\p{M}']+/u)
    .map((word) => american(word.replaceAll(/^'+|'+$/g, '')))
    .filter((word) => word !== '');
  return oneWayOfCounting(words);
}

/**
 * The same words for the same number, however it was said or written: "nineteen ninety five" and 1995, "two hundred and
 * five" and 205, "per cent" and %. Years become cardinals on both sides, so they compare equal.
 */
function oneWayOfCounting(words: readonly string[]): string[] {
  const counted: string[] = [];
  for (let at = 0; at < words.length; ) {
    const number = numberAt(words, at);
    const percent = words[at] === 'per' && words[at + 1] === 'cent';
    if (number && (number.kind === 'cardinal' || number.kind === 'year')) counted.push(...cardinal(number.value));
    else if (percent) counted.push('percent');
    else counted.push(...words.slice(at, at + (number?.length ?? 1)));
    at += number?.length ?? (percent ? 2 : 1);
  }
  return counted;
}

function american(word: string): string {
  for (const [british, replacement] of AMERICAN) if (british.test(word)) return word.replace(british, replacement);
  return word;
}

function cardinal(value: number): string[] {
  if (value < 20) return [ONES[value] as string];
  if (value < 100) return [TENS[Math.floor(value / 10)] as string, ...rest(value % 10)];
  const [size, name] = SCALES.find(([size]) => value >= size) as (typeof SCALES)[number];
  return [...cardinal(Math.floor(value / size)), name, ...rest(value % size)];
}

const rest = (value: number): string[] => (value === 0 ? [] : cardinal(value));

function ordinal(value: number): string {
  const words = cardinal(value);
  const last = words.pop() as string;
  return [...words, ORDINALS[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`)].join(' ');
}
