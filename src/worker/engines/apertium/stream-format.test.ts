import { expect, test } from 'vitest';
import { decodeAnswer, encodeRequest } from './stream-format.ts';

test('escapes what the format uses itself', () => {
  expect(encodeRequest('a [b] {c} ^d$ e/f @g <h> \\i')).toBe('a \\[b\\] \\{c\\} \\^d\\$ e\\/f \\@g \\<h\\> \\\\i[]\n\0');
});

test('one request is one line and one NUL', () => {
  expect(encodeRequest(' a\n\nb\0c ')).toBe('a b c[]\n\0');
});

test.each([
  ['good morning', ' Buenos días[]\n', 'Buenos días'],
  ['the xyzzy foo bar', 'el *xyzzy @foo #bar[]\n', 'el xyzzy foo bar'],
  ['a [b] 3 * 4 c/d', 'a \\[b\\] 3 \\* 4 c\\/d[]\n', 'a [b] 3 * 4 c/d'],
  ['the other half came', 'A outra metade proviu/proveio dum banco[]\n', 'A outra metade proviu dum banco'],
  ['come and 1/2', 'provinda/provida/próvida e 1\\/2[]\n', 'provinda e 1/2'],
  ['our water come', 'nossa água provinda\\/provida[]\n', 'nossa água provinda'],
  ['', '[]\n', ''],
])('of %j it reads %j as %j', (text, answer, read) => {
  expect(decodeAnswer(answer, text)).toBe(read);
});
