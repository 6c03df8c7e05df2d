import { describe, expect, test } from 'vitest';
import { MEMORY_POINTS, MemoryHistory } from './memory-history.ts';

const usage = (name: string, residentMb: number | undefined, pid = 1) => ({ name, pid, ...(residentMb !== undefined && { residentMb }) });

describe('MemoryHistory', () => {
  test('adds up what is looked at together, keeps two workers apart, and leaves out what is not known', () => {
    const history = new MemoryHistory();
    history.take([usage('apertium', 10, 1), usage('apertium', 20, 2), usage('apertium', undefined, 3), usage('host', undefined), usage('session-worker', 90, 4), usage('session-worker', 300, 5)], 1_000);
    expect(history.of('apertium')).toEqual([{ atMs: 1_000, residentMb: 30 }]);
    expect(history.of('host 1')).toEqual([]);
    expect(history.of('session-worker 4')).toEqual([{ atMs: 1_000, residentMb: 90 }]);
    expect(history.of('session-worker 5')).toEqual([{ atMs: 1_000, residentMb: 300 }]);
  });

  test('covers the whole time with a bounded number of points, the newest among them', () => {
    const history = new MemoryHistory();
    for (let index = 0; index < 10_000; index++) history.take([usage('host', index)], index * 2_000);
    const points = history.of('host 1');
    expect(points.length).toBeLessThanOrEqual(MEMORY_POINTS);
    expect(points.length).toBeGreaterThan(MEMORY_POINTS / 3);
    expect(points[0]?.atMs).toBe(0);
    expect(points.at(-1)).toEqual({ atMs: 9_999 * 2_000, residentMb: 9_999 });
    const gaps = points.slice(1, -1).map(({ atMs }, index) => atMs - (points[index]?.atMs ?? 0));
    expect(Math.max(...gaps) / Math.min(...gaps)).toBeLessThanOrEqual(3);
  });

  test('forgets a process that is gone', () => {
    const history = new MemoryHistory();
    history.take([usage('engine-host', 100)], 0);
    expect(history.of('engine-host 1')).toHaveLength(1);
    history.take([usage('host', 100)], 2_000);
    expect(history.of('engine-host 1')).toEqual([]);
  });
});
