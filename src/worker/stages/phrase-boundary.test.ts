import { expect, test } from 'vitest';
import { boundaryRank, endsSentence, isOpenEnded } from './phrase-boundary.ts';

test.each([
  ['the', 'en', true],
  ['of', 'en-GB', true],
  ['And', 'en', true],
  ['from', 'en', false],
  ['you', 'en', false],
  ['plant', 'en', false],
  ['de', 'es', false],
  [undefined, 'en', false],
])('after "%s" in %s more must come: %s', (word, language, expected) => expect(isOpenEnded(word, language)).toBe(expected));

test.each([
  ['water', 'and', 'en', 3],
  ['guests', 'from', 'en', 2],
  ['save', 'the', 'en', 1],
  ['water', 'pump', 'en', 0],
  ['the', 'and', 'en', 0],
  ['agua', 'y', 'es', 1],
  ['agua.', 'Y', 'es', 4],
  ['ville,', 'qui', 'fr', 3],
  ['water;', 'pump', 'en', 3],
  ['done.', 'The', 'en', 4],
])('between "%s" and "%s" in %s: %s', (before, after, language, rank) => expect(boundaryRank(before, after, language)).toBe(rank));

test.each([
  ['done.', true],
  ['¿verdad?”', true],
  ['fini…', true],
  ['Dr.', false],
  ['J.', false],
  ['3.5', false],
  ['a.m.', false],
  ['3.', false],
  ['Sí.', true],
  ['done,', false],
  ['done', false],
  [undefined, false],
])('"%s" ends a sentence: %s', (word, expected) => expect(endsSentence(word)).toBe(expected));
