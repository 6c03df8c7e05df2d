import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignWords, type TimedWord, wordErrorRate } from './word-alignment.ts';

/** One word every 300 ms. */
const timed = (text: string, startMs = 0): TimedWord[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((word, index) => ({ text: word, atMs: startMs + index * 300 }));

const marks = { match: '=', substitution: 's', deletion: 'd', insertion: 'i' } as const;
const shape = (reference: TimedWord[], heard: TimedWord[]): string =>
  alignWords(reference, heard)
    .map(({ kind }) => marks[kind])
    .join('');

/** Wagner–Fischer without bands, as short as it can be: the reference for the property test. */
function plainDistance(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const word of a) {
    const next = [(row[0] as number) + 1];
    for (let j = 1; j <= b.length; j++) next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + (word === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row.at(-1) as number;
}

describe('alignWords', () => {
  test.each([
    ['the same', 'good morning everyone', 'good morning everyone', '==='],
    ['a wrong word', 'good morning everyone', 'good mourning everyone', '=s='],
    ['a missing word', 'good morning everyone', 'good everyone', '=d='],
    ['a word too many', 'good morning', 'good fine morning', '=i='],
    ['the last word is missing', 'good morning everyone', 'good morning', '==d'],
    ['nothing was heard', 'good morning', '', 'dd'],
    ['nothing was said', '', 'good', 'i'],
    ['nothing at all', '', '', ''],
  ])('%s', (_, reference, heard, expected) => {
    expect(shape(timed(reference), timed(heard))).toBe(expected);
  });

  test('a sentence that is read twice is matched with the time it was heard, not with its twin', () => {
    const reference = [...timed('welcome to the room', 0), ...timed('welcome to the room', 60_000)];
    expect(shape(reference, timed('welcome to the room', 60_200))).toBe('dddd====');
  });

  test('words out of nowhere in a long silence are insertions', () => {
    const reference = [...timed('welcome', 0), ...timed('goodbye', 90_000)];
    const heard = [...timed('welcome', 100), ...timed('thank you', 40_000), ...timed('goodbye', 90_100)];
    expect(shape(reference, heard)).toBe('=ii=');
  });

  test('is as cheap as the plain algorithm when all is close in time, uses every word once and keeps the order', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(
      fc.property(words, words, (a, b) => {
        const steps = alignWords(timed(a.join(' ')), timed(b.join(' ')));
        expect(steps.filter(({ kind }) => kind !== 'match')).toHaveLength(plainDistance(a, b));
        expect(steps.flatMap((step) => ('reference' in step ? [step.reference] : []))).toEqual(a.map((_, index) => index));
        expect(steps.flatMap((step) => ('heard' in step ? [step.heard] : []))).toEqual(b.map((_, index) => index));
      }),
    );
  });

  test('any times: every word is used once', () => {
    const words = fc.array(fc.record({ text: fc.constantFrom('a', 'b'), atMs: fc.nat(60_000) }), { maxLength: 15 }).map((list) => list.sort((x, y) => x.atMs - y.atMs));
    fc.assert(
      fc.property(words, words, (a, b) => {
        const steps = alignWords(a, b);
        expect(steps.flatMap((step) => ('reference' in step ? [step.reference] : []))).toEqual(a.map((_, index) => index));
        expect(steps.flatMap((step) => ('heard' in step ? [step.heard] : []))).toEqual(b.map((_, index) => index));
      }),
    );
  });
});

describe('wordErrorRate', () => {
  test.each([
    ['a b c d', 'a b c d', 0],
    ['a b c d', 'a x c', 0.5],
    ['a', 'x y z', 3],
    ['', 'x', undefined],
  ])('%s / %s', (reference, heard, expected) => {
    expect(wordErrorRate(alignWords(timed(reference), timed(heard)))).toBe(expected);
  });
});
