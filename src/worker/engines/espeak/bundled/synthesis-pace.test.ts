import { describe, expect, test } from 'vitest';
import { restMs } from './synthesis-pace.ts';

describe('restMs', () => {
  test.each([
    ['the head start is made at full speed', 300, 0, 0],
    ['a second of audio in no time', 1_100, 0, 100],
    ['as far as it should be', 1_100, 100, 0],
    ['a slow machine never rests', 1_100, 900, 0],
  ])('%s', (_, madeMs, elapsedMs, rest) => {
    expect(restMs(madeMs, elapsedMs)).toBe(rest);
  });
});
