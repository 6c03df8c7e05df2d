import { expect, test } from 'vitest';
import { scriptProblem } from './script-problem.ts';

test.each([
  ['two speakers', 'A: Good morning.\nB: Thank you.', undefined],
  ['no letters', 'Good morning.', undefined],
  ['nothing', '', { kind: 'empty' }],
  ['only remarks', '# opening\n\n  ', { kind: 'empty' }],
  ['a letter without a sentence', 'A: Hello\nB:', { kind: 'no-words', line: 2 }],
  ['only marks', 'A: …', { kind: 'no-words', line: 1 }],
  ['a long line', `\nA: ${'a'.repeat(501)}`, { kind: 'line-too-long', line: 2, characters: 501, limit: 500 }],
  ['a line at the limit', `A: ${'a'.repeat(500)}`, undefined],
  ['too much', 'a\n'.repeat(10_001), { kind: 'too-long', characters: 20_002, limit: 20_000 }],
])('%s', (_, text, expected) => {
  expect(scriptProblem(text)).toEqual(expected);
});
