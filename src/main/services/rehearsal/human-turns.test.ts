import { describe, expect, test } from 'vitest';
import { HumanTurns } from './human-turns.ts';

describe('when a channel left its interpreter', () => {
  test.each([
    ['a moment after the microphone closed', [[1_000, 'machine', 'human'], [5_060, 'human', 'silence'], [9_000, 'silence', 'machine']], 60],
    ['not yet: for as long as it has been', [[1_000, 'machine', 'human']], 15_000],
    ['only at the next take', [[1_000, 'machine', 'human'], [18_000, 'human', 'floor']], 13_000],
    ['before it closed', [[1_000, 'machine', 'human'], [4_000, 'human', 'machine'], [9_000, 'machine', 'human']], -1_000],
    ['it came back in between', [[1_000, 'machine', 'human'], [2_000, 'human', 'machine'], [2_300, 'machine', 'human'], [5_200, 'human', 'machine']], 200],
    ['one interpreter after the other is no leaving', [[1_000, 'machine', 'human'], [5_010, 'human', 'human'], [5_100, 'human', 'machine']], 100],
    ['nothing is known', [[6_000, 'machine', 'human'], [9_000, 'human', 'machine']], undefined],
  ] as const)('%s', (_, switches, leftAfterMs) => {
    const turns = new HumanTurns();
    for (const [atMs, from, to] of switches) {
      turns.take({ language: 'es', from, to }, atMs);
      turns.take({ language: 'ca', from: to, to: from }, atMs - 10);
    }
    expect(turns.leftAfterMs('es', 5_000, 20_000)).toBe(leftAfterMs);
  });

  test('remembers the newest two hundred', () => {
    const turns = new HumanTurns();
    for (let take = 0; take < 300; take++) {
      turns.take({ language: 'es', from: 'machine', to: 'human' }, take * 100);
      turns.take({ language: 'es', from: 'human', to: 'machine' }, take * 100 + 50);
    }
    expect(turns.leftAfterMs('es', 19_940, 40_000)).toBeUndefined();
    expect(turns.leftAfterMs('es', 20_040, 40_000)).toBe(10);
  });
});
