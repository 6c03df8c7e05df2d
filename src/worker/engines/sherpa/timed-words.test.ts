import { expect, test } from 'vitest';
import { timedWords } from './timed-words.ts';

test('joins pieces into words with their places', () => {
  expect(timedWords([' good', ' m', 'or', 'ning'], [0.5, 1, 1.04, 1.2], 2)).toEqual([
    { text: 'good', startSample: 40_000, endSample: 41_280 },
    { text: 'morning', startSample: 48_000, endSample: 52_480 },
  ]);
});

test('understands the other mark of a word start, and a first piece without one', () => {
  expect(timedWords(['he', 'llo', '▁you'], [0, 0.1, 0.2], 0).map((word) => word.text)).toEqual(['hello', 'you']);
});

test('a word never ends after the next one starts', () => {
  const [first, second] = timedWords([' a', ' b'], [1, 1.04], 0);
  expect(first!.endSample).toBe(second!.startSample);
});

test('a word knows how sure each of its pieces is, where all are told', () => {
  const logProbsOf = (logProbs: readonly number[]) => timedWords([' m', 'or', ' all'], [0, 0.1, 0.2], 0, logProbs).map((word) => word.logProbs);
  expect(logProbsOf([-0.1, -2, -0.3])).toEqual([[-0.1, -2], [-0.3]]);
  expect(logProbsOf([])).toEqual([undefined, undefined]);
  expect(logProbsOf([-0.1, -2])).toEqual([undefined, undefined]);
});

test('nothing understood is no words', () => {
  expect(timedWords([], [], 3)).toEqual([]);
});
