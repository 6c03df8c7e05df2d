import { expect, test } from 'vitest';
import { decodeAnswer, encodeRequest } from './stream-format.ts';

test('escapes what the format uses itself', () => {
  expect(encodeRequest('a [b] {c} ^d$ e/f @g <h> \\i')).toBe('a \\[b\\] \\{c\\} \\^d\\$ e\\/f \\@g \\<h\\> \\\\i[]\n\0');
});

test('one request is one line and one NUL', () => {
  expect(encodeRequest(' a\n\nb\0c ')).toBe('a b c[]\n\0');
});

test.each([
  [' Buenos días[]\n', 'Buenos días'],
  ['el *xyzzy @foo #bar[]\n', 'el xyzzy foo bar'],
  ['a \\[b\\] 3 \\* 4 c\\/d[]\n', 'a [b] 3 * 4 c/d'],
  ['A outra metade proviu/proveio dum banco[]\n', 'A outra metade proviu dum banco'],
  ['provinda/provida/próvida e 1\\/2[]\n', 'provinda e 1/2'],
  ['[]\n', ''],
])('reads %j as %j', (answer, text) => {
  expect(decodeAnswer(answer)).toBe(text);
});
