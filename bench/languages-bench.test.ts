import { expect, test } from 'vitest';
import type { SessionStats } from '../src/shared/live/stats.ts';
import type { RehearsalReport } from '../src/shared/rehearsal-report.ts';
import { costs, delaysOf, gaveFirst, limitsPassed, WatchedStats } from './languages-bench.ts';

const MACHINE = { cores: 2, memoryMb: 10_000 };
const FINE = { machineDelayMs: { p95: 600 }, gaps: 0, missingPercent: 2, droppedClauses: 0, lostSegments: 0, engineAudioMs: 0, frameAgeMs: { p95: 30 }, everything: { cpuCores: 1.7, residentMb: 7_000 } };

test.each([
  ['everything holds', {}, []],
  ['nothing was measured', { machineDelayMs: {}, frameAgeMs: {}, everything: {} }, []],
  ['cores', { everything: { cpuCores: 1.9, residentMb: 7_000 } }, ['cores']],
  ['memory', { everything: { cpuCores: 1, residentMb: 8_001 } }, ['memory']],
  ['clauses that were dropped', { droppedClauses: 1 }, ['dropped-clauses']],
  ['segments that were lost', { lostSegments: 1 }, ['lost-segments']],
  ['speech that the engines did not take', { engineAudioMs: 10 }, ['engine-audio']],
  ['frames that wait for the pipeline', { frameAgeMs: { p50: 5, p95: 31 } }, ['frame-age']],
  ['a second that nobody recognised weighs like a segment', { engineAudioMs: 1_500, lostSegments: 2, droppedClauses: 1 }, ['lost-segments', 'engine-audio', 'dropped-clauses']],
  ['the furthest beyond comes first', { machineDelayMs: { p95: 2_000 }, gaps: 1, missingPercent: 4, everything: { cpuCores: 1.85, residentMb: 0 } }, ['delay', 'missing-sound', 'cores', 'gaps']],
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
    spoken: 1,
    measured: 1,
    onsetsHeard: 1,
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

test('the cost of a translated channel is not thinned by those that carry the floor', () => {
  const size = (translated: number, carryFloor: number) => ({ translated, carryFloor, processes: { 'session-worker': { cpuCores: 0.1 + 0.04 * translated, residentMb: 100 + 2 * translated + carryFloor }, host: {} } });
  const sizes = [size(1, 0), size(4, 0), size(6, 2), size(6, 10)];
  expect(costs(sizes, 'translated')).toEqual({ 'session-worker': { cpuCores: expect.closeTo(0.04, 9), residentMb: expect.closeTo(2, 9) }, host: {} });
  expect(costs(sizes, 'carryFloor')).toEqual({ 'session-worker': { cpuCores: expect.closeTo(0, 9), residentMb: expect.closeTo(1, 9) }, host: {} });
});

test('what the session worker tells counts from the first word on, whatever it told before', async () => {
  const told = (unwrittenMs: number, engineAudioMs: number, frameAgeP95Ms?: number): Pick<SessionStats, 'channels' | 'drops' | 'speakers'> => ({
    channels: ['es', 'fr'].map((language) => ({ language, unwrittenMs, outQueueMs: 0, twoVoicesMs: 0, noSourceMs: 0 })),
    drops: { frames: 0, engineAudioMs, unrecognisedSegments: 0, liveAudioMs: 0, segments: 0, captions: 0 },
    speakers: [{ identity: 'speaker:a', queueMs: 0, queueLimitMs: 1, droppedFrames: 0, ...(frameAgeP95Ms !== undefined && { frameAgeP95Ms }) }],
  });
  const watched = new WatchedStats();
  let seconds = 0;
  async function* stats() {
    for (const next of [told(9, 500, 80), told(10, 500, 4), told(11, 520), told(12, 540, 6)]) {
      seconds++;
      yield next;
    }
  }
  await watched.take(stats(), () => seconds > 1);
  expect(watched.figures).toEqual({ unwrittenMs: 4, engineAudioMs: 40, frameAgeMs: { p50: 4, p95: 6 } });
});
