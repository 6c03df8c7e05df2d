import { expect, test } from 'vitest';
import { limitsPassed } from './languages-bench.ts';

const MACHINE = { cores: 2, memoryMb: 10_000 };
const FINE = { machineDelayMs: { p95: 600 }, gaps: 0, underruns: 1, everything: { cpuCores: 1.7, residentMb: 7_000 } };

test.each([
  ['everything holds', {}, []],
  ['nothing was measured', { machineDelayMs: {}, everything: {} }, []],
  ['cores', { everything: { cpuCores: 1.9, residentMb: 7_000 } }, ['cores']],
  ['memory', { everything: { cpuCores: 1, residentMb: 8_001 } }, ['memory']],
  ['the furthest beyond comes first', { machineDelayMs: { p95: 2_000 }, gaps: 1, underruns: 2, everything: { cpuCores: 1.85, residentMb: 0 } }, ['delay', 'stalls', 'cores', 'gaps']],
])('%s', (_, changed, expected) => {
  expect(limitsPassed({ ...FINE, ...changed }, MACHINE).map(({ what }) => what)).toEqual(expected);
});
