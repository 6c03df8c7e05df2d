import { expect, test } from 'vitest';
import type { RehearsalReport } from '../src/shared/rehearsal-report.ts';
import { delaysOf, gaveFirst, limitsPassed } from './languages-bench.ts';

const MACHINE = { cores: 2, memoryMb: 10_000 };
const FINE = { machineDelayMs: { p95: 600 }, gaps: 0, underruns: 1, everything: { cpuCores: 1.7, residentMb: 7_000 } };

test.each([
  ['everything holds', {}, []],
  ['nothing was measured', { machineDelayMs: {}, everything: {} }, []],
  ['cores', { everything: { cpuCores: 1.9, residentMb: 7_000 } }, ['cores']],
  ['memory', { everything: { cpuCores: 1, residentMb: 8_001 } }, ['memory']],
  ['the furthest beyond comes first', { machineDelayMs: { p95: 2_000 }, gaps: 1, underruns: 2, everything: { cpuCores: 1.85, residentMb: 0 } }, ['delay', 'underruns', 'cores', 'gaps']],
])('%s', (_, changed, expected) => {
  expect(limitsPassed({ ...FINE, ...changed }, MACHINE).map(({ what }) => what)).toEqual(expected);
});

const size = (count: number, overrides: Partial<Parameters<typeof gaveFirst>[0][number]> = {}) => ({ languages: Array.from({ length: count }, (_, index) => `l${index}`), passed: [], ...overrides });
const CORES = { what: 'cores', value: 1.9, limit: 1.8, unit: 'cores' } as const;
const DELAY = { what: 'delay', value: 950, limit: 900, unit: 'ms' } as const;

test.each([
  ['every size held', [size(1), size(4)], undefined],
  ['a limit', [size(1), size(4, { passed: [DELAY, CORES] }), size(8, { passed: [CORES] })], { languages: 4, ...DELAY }],
  ['a size that did not come up', [size(1), size(4, { failure: 'No voice.' }), size(8, { passed: [CORES] })], { languages: 4, what: 'start', failure: 'No voice.' }],
  ['a limit before that', [size(1, { passed: [CORES] }), size(4, { failure: 'No voice.' })], { languages: 1, ...CORES }],
])('what gives first: %s', (_, results, expected) => {
  expect(gaveFirst(results)).toEqual(expected);
});

test('delays by stage are those of the channels that are translated', () => {
  const channel: RehearsalReport['languages'][string] = {
    engine: 'apertium + piper',
    captions: 1,
    machineDelayMs: { p50: 500, p95: 600 },
    earVoiceSpanMs: {},
    stagesMs: { translator: 140 },
    gaps: 0,
    audioSeconds: 1,
    lostSegments: 0,
    changedCommittedWords: 0,
    twoVoicesMs: 0,
  };
  expect(delaysOf({ es: channel, eu: { ...channel, engine: 'none', machineDelayMs: {}, stagesMs: {} } }, ['eu'])).toEqual({ es: { machineDelayMs: { p50: 500, p95: 600 }, stagesMs: { translator: 140 } } });
});
