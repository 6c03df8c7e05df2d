import { expect, test } from 'vitest';
import type { RehearsalReport } from '../../../shared/rehearsal-report.ts';
import { goalsOf } from './goals.ts';

type Figures = RehearsalReport['languages'][string];

const figures = (overrides: Partial<Figures> = {}): Figures => ({
  engine: 'apertium + espeak-ng',
  captions: 1,
  machineDelayMs: { p50: 400, p95: 555 },
  earVoiceSpanMs: { p50: 2_000, p95: 4_000 },
  stagesMs: { networkIn: 10, recogniser: 200, translator: 20, voice: 200 },
  slowStagesMs: { networkIn: 10, recogniser: 150, queue: 400, voice: 40 },
  gaps: 0,
  audioSeconds: 10,
  spoken: 20,
  measured: 20,
  onsetsHeard: 20,
  lostSegments: 0,
  changedCommittedWords: 0,
  twoVoicesMs: 0,
  ...overrides,
});
const floor = figures({ engine: 'none', measured: 0, machineDelayMs: {}, earVoiceSpanMs: {}, stagesMs: {} });
const LIMITS = { machineDelayP95Ms: 555, earVoiceSpanP95Ms: 4_000 };

test('goals are met by every translated language, whatever carries the floor', () => {
  expect(goalsOf({ es: figures(), de: floor })).toEqual({ ...LIMITS, met: true, missed: {} });
});

test('says which language misses them, by how much, and what its slowest segments mostly wait for', () => {
  expect(goalsOf({ es: figures(), fr: figures({ machineDelayMs: { p95: 600 } }), ca: figures({ earVoiceSpanMs: { p95: 4_200 } }) })).toEqual({
    ...LIMITS,
    met: false,
    missed: { fr: { machineDelayByMs: 45, largestShare: 'queue' }, ca: { earVoiceSpanByMs: 200 } },
  });
});

test('a translated language that was not measured has not met them', () => {
  expect(goalsOf({ es: figures(), fr: figures({ measured: 0, machineDelayMs: {}, earVoiceSpanMs: {}, slowStagesMs: {} }) })).toEqual({ ...LIMITS, met: false, missed: { fr: {} } });
});

test('a language with few segments is left out, however slow they were', () => {
  expect(goalsOf({ ca: figures(), es: figures({ measured: 19, machineDelayMs: { p95: 1_200 } }) })).toEqual({ ...LIMITS, met: true, missed: {} });
});

test.each([['nothing', {}], ['the floor alone', { de: floor }], ['no segment yet', { es: figures({ measured: 0, machineDelayMs: {} }) }], ['few segments', { es: figures({ measured: 19 }), fr: figures({ measured: 19, machineDelayMs: { p95: 600 } }) }]])('of %s there is nothing to say', (_, languages) => {
  expect(goalsOf(languages)).toBeUndefined();
});
