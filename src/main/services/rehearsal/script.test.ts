import { describe, expect, test } from 'vitest';
import { parseScript } from './script.ts';

describe('parseScript', () => {
  test.each([
    ['letters', 'A: One.\nB: Two.', ['A One.', 'B Two.']],
    ['plain lines stay with the speaker', 'One.\nTwo.\nB: Three.\nFour.', ['A One.', 'A Two.', 'B Three.', 'B Four.']],
    ['empty lines and comments', '\n# opening\n  A:   One.  \r\n\r\n', ['A One.']],
    ['another letter is part of the sentence', 'C: One.', ['A C: One.']],
  ])('%s', (_, text, expected) => {
    expect(parseScript(text).map((line) => `${line.speaker} ${line.text}`)).toEqual(expected);
  });

  test('the first change of speaker, and only that, talks over the line before', () => {
    const gaps = parseScript('A: One.\nB: Two.\nA: Three.\nB: Four.').map(({ gapMs }) => gapMs);
    expect(gaps.map(Math.sign)).toEqual([1, -1, 1, 1]);
  });

  test.each([
    ['', 'SCRIPT_EMPTY', undefined],
    [' \n\n# only a comment\n', 'SCRIPT_EMPTY', undefined],
    ['A: One.\nB: …', 'INVALID_INPUT', { line: 2 }],
    [`A: One.\n\n${'x'.repeat(501)}`, 'INVALID_INPUT', { line: 3 }],
  ])('refuses %j', (text, code, details) => {
    expect(() => parseScript(text)).toThrow(expect.objectContaining({ code, details }));
  });
});
