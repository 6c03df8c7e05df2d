import { expect, test } from 'vitest';
import { processRows } from './process-rows.ts';

test('every process is a row with its room, so that it is seen which one grows', () => {
  const rows = processRows([
    { name: 'host', pid: 1, cpuCores: 0.5, residentMb: 100 },
    { name: 'session-worker', pid: 2, room: 'main', residentMb: 90, growthMbPerHour: 2 },
    { name: 'session-worker', pid: 3, room: 'small', residentMb: 300, growthMbPerHour: 80 },
  ]);
  expect(rows.map(({ name, room, pids, residentMb, growthMbPerHour }) => [name, room, pids, residentMb, growthMbPerHour])).toEqual([
    ['host', undefined, [1], 100, undefined],
    ['session-worker', 'main', [2], 90, 2],
    ['session-worker', 'small', [3], 300, 80],
  ]);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(3);
});

test('Apertium alone is one row with its sums; what is not known of one program leaves the rest', () => {
  expect(
    processRows([
      { name: 'apertium', pid: 2, room: 'main', cpuCores: 0.25, residentMb: 10, growthMbPerHour: -2 },
      { name: 'apertium', pid: 3, room: 'main', residentMb: 20, growthMbPerHour: 5 },
      { name: 'apertium', pid: 4, room: 'small' },
    ]),
  ).toEqual([{ key: 'apertium', name: 'apertium', room: undefined, pids: [2, 3, 4], cpuCores: 0.25, residentMb: 30, growthMbPerHour: 3 }]);
});
