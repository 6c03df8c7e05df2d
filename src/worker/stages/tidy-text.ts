import { mayContinueNumber, numberAt, type SpokenNumber } from '../../shared/english-numbers.ts';
import { withoutLoops } from './loops.ts';

export interface TidyOptions {
  /** BCP 47. Numbers and names are written for English alone; loops and the first letter in every language. */
  readonly language: string;
  /** False for a piece that goes on where the one before it was cut. */
  readonly startsSentence: boolean;
  /** The recogniser writes capitals only, so they say nothing. */
  readonly capitals?: boolean;
}

/**
 * What a recogniser heard, as one reads it: loops cut, numbers in digits, English names of days, months and languages with
 * a capital, the first letter as well. What is written already (Whisper's own digits, casing and punctuation) stays.
 *
 * Numbers: one to ten stay words, and so do "four million" and "eleven o'clock"; above that digits without marks between
 * thousands, which mean something else in every other language; years, 21st, 3.5, 25%. Amounts keep their word ("25 euros"),
 * which translators know better than a sign.
 */
export function tidyText(words: readonly string[], options: TidyOptions): string {
  return written(counted(words, options), options);
}

/**
 * As {@link tidyText} for a caption that still grows: `stable` never changes again, whatever is said next. A number at its
 * end waits in `unstable` until its last word is known ("twenty" may become 25).
 */
export function tidyCaption(stable: readonly string[], unstable: readonly string[], options: TidyOptions): { readonly stable: string; readonly unstable: string } {
  const whole = tidyText([...stable, ...unstable], options);
  const sure = counted(stable, options);
  const fixed = written(isEnglish(options) ? sure.slice(0, settledWords(sure)) : sure, options);
  return { stable: fixed, unstable: whole.slice(fixed.length).trimStart() };
}

const isEnglish = ({ language }: TidyOptions): boolean => language.split('-')[0] === 'en';

/** Without loops and without capitals that say nothing, and "twenty-five" as the two words to count by. */
function counted(words: readonly string[], options: TidyOptions): string[] {
  const kept = withoutLoops(options.capitals ? words.map((word) => word.toLocaleLowerCase(options.language)) : words);
  return isEnglish(options) ? kept.flatMap((word) => (/^\p{L}+ty-\p{L}+/u.test(word) ? word.split(/-(?=\p{L})/u) : [word])) : kept;
}

function written(words: readonly string[], options: TidyOptions): string {
  const text = (isEnglish(options) ? writtenEnglish(words) : words).join(' ').replace(/\s+/gu, ' ').trim();
  return options.startsSentence ? text.replace(/^([^\p{L}\p{N}]*)(\p{L})/u, (_, before: string, first: string) => before + first.toLocaleUpperCase(options.language)) : text;
}

/** A word's letters, in lower case, for comparing; punctuation after it ends a number. */
const bare = (word: string): string => word.toLowerCase().replaceAll('’', "'").replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
const endsPhrase = (word: string): boolean => /[.,;:!?…]$/u.test(word);

/** How many leading words are written the same whatever follows. */
function settledWords(words: readonly string[]): number {
  const spoken = words.map(bare);
  let settled = words.length;
  while (settled > 0 && !endsPhrase(words[settled - 1]!) && mayContinueNumber(spoken[settled - 1]!)) settled -= 1;
  for (let at = 0; at < settled; ) {
    const found = phraseAt(words, spoken, at);
    const length = found?.length ?? 1;
    if (found && at + length >= settled && !endsPhrase(words[at + length - 1]!)) return at;
    at += length;
  }
  // An "and" that follows no number is settled.
  return settled === words.length || settled === 0 || !phraseEndsAt(words, spoken, settled) ? words.length : settled;
}

function phraseEndsAt(words: readonly string[], spoken: readonly string[], end: number): boolean {
  for (let at = 0; at < end; ) {
    const length = phraseAt(words, spoken, at)?.length ?? 1;
    if (at + length === end) return phraseAt(words, spoken, at) !== undefined;
    at += length;
  }
  return false;
}

/** The number at `at`, cut where punctuation ends it. */
function phraseAt(words: readonly string[], spoken: readonly string[], at: number): SpokenNumber | undefined {
  const stop = words.findIndex((word, index) => index >= at && endsPhrase(word));
  return numberAt(stop < 0 ? spoken : spoken.slice(0, stop + 1), at);
}

function writtenEnglish(words: readonly string[]): string[] {
  const spoken = words.map(bare);
  const text: string[] = [];
  for (let at = 0; at < words.length; ) {
    const number = phraseAt(words, spoken, at);
    if (!number) {
      text.push(withCapital(words[at]!, spoken[at]!));
      at += 1;
      continue;
    }
    const last = words[at + number.length - 1]!;
    const percent = endsPhrase(last) ? 0 : percentAt(spoken, at + number.length);
    const end = at + number.length + percent;
    const tail = /[^\p{L}\p{N}]*$/u.exec(words[end - 1]!)?.[0] ?? '';
    const inWords = percent === 0 && staysWords(number, spoken[at - 1], spoken[end]);
    if (inWords) text.push(...words.slice(at, end));
    else text.push(`${digitsOf(number)}${percent > 0 ? '%' : ''}${tail}`);
    at = end;
  }
  return text;
}

/** Words that say percent at `at`: 0, 1 or 2. */
function percentAt(spoken: readonly string[], at: number): number {
  if (spoken[at] === 'percent') return 1;
  return spoken[at] === 'per' && spoken[at + 1] === 'cent' ? 2 : 0;
}

function staysWords({ kind, value }: SpokenNumber, before: string | undefined, after: string | undefined): boolean {
  if (kind === 'ordinal') return value <= 10;
  if (kind !== 'cardinal') return false;
  if (value <= 10 || before === 'past' || after === "o'clock") return true;
  return [1_000, 1_000_000, 1_000_000_000].some((scale) => value % scale === 0 && value / scale <= 10);
}

function digitsOf({ kind, value, fraction }: SpokenNumber): string {
  if (kind === 'decimal') return `${value}.${fraction}`;
  if (kind !== 'ordinal') return String(value);
  const teen = value % 100 >= 11 && value % 100 <= 13;
  return `${value}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th')}`;
}

/** Always with a capital in English, and never another word (`may`, `march`, `polish` may be). */
const NAMES = new Set(
  (
    'monday tuesday wednesday thursday friday saturday sunday january february april june july september october november december ' +
    'english spanish french german italian portuguese catalan basque galician dutch greek russian chinese japanese korean arabic ' +
    'european africa african america american asia asian europe london paris madrid barcelona berlin brussels spain france germany italy portugal'
  ).split(' '),
);

function withCapital(word: string, spoken: string): string {
  if (spoken === 'i' || /^i'(m|ve|ll|d)$/.test(spoken)) return word.replace('i', 'I');
  return NAMES.has(spoken) ? word.replace(/\p{L}/u, (letter) => letter.toUpperCase()) : word;
}
