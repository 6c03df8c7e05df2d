import { describe, expect, test } from 'vitest';
import { WordClock } from './word-clock.ts';

const words = [
  { text: 'good', startSample: 0, endSample: 30 },
  { text: 'day', startSample: 40, endSample: 60 },
];

describe('WordClock', () => {
  test('a sample is a millisecond: words are where their samples are', () => {
    const clock = new WordClock({ words });
    for (const first of [0, 20, 40]) clock.frame(first, 20, 1_000 + first, 1_000);
    expect(clock.timed()).toEqual({
      startMs: 1_000,
      endMs: 1_060,
      words: [
        { text: 'good', startMs: 1_000, endMs: 1_030 },
        { text: 'day', startMs: 1_040, endMs: 1_060 },
      ],
    });
  });

  test('a stall moves what comes after it', () => {
    const clock = new WordClock({ words });
    clock.frame(0, 20, 1_000, 1_000);
    clock.frame(20, 20, 1_100, 1_000);
    clock.frame(40, 20, 1_120, 1_000);
    expect(clock.timed().words).toEqual([
      { text: 'good', startMs: 1_000, endMs: 1_110 },
      { text: 'day', startMs: 1_120, endMs: 1_140 },
    ]);
  });

  test('a line that is cut has the words that were finished', () => {
    const clock = new WordClock({ words });
    clock.frame(0, 20, 0, 1_000);
    clock.frame(20, 30, 20, 1_000);
    expect(clock.timed().words.map(({ text }) => text)).toEqual(['good']);
  });
});
