import { expect, test } from 'vitest';
import { byName } from './process-rows.ts';

test('processes of one name are one row with their sums; what is not known of one leaves the rest', () => {
  expect(
    byName([
      { name: 'host', pid: 1, cpuCores: 0.5, residentMb: 100 },
      { name: 'apertium', pid: 2, cpuCores: 0.25, residentMb: 10, growthMbPerHour: -2 },
      { name: 'apertium', pid: 3, residentMb: 20, growthMbPerHour: 5 },
      { name: 'new', pid: 4 },
    ]),
  ).toEqual([
    { name: 'host', pids: [1], cpuCores: 0.5, residentMb: 100, growthMbPerHour: undefined },
    { name: 'apertium', pids: [2, 3], cpuCores: 0.25, residentMb: 30, growthMbPerHour: 3 },
    { name: 'new', pids: [4], cpuCores: undefined, residentMb: undefined, growthMbPerHour: undefined },
  ]);
});
