import { expect, test } from 'vitest';
import type { LanguagesBenchResult, LiveBenchResult, SoakBenchResult } from '../../../bench/bench-report.ts';
import { languagesText, liveText, soakText } from './bench-text.ts';

const machine = { platform: 'linux', cpu: 'a processor', cores: 2, memoryMb: 8_000, node: 'v20', loadAverage: 0.1 };
const spread = (p50: number) => ({ p50, p95: p50 + 100 });

test('the soak tells, by channel, where the delay went at first and at last, and what was not spoken', () => {
  const channel: SoakBenchResult['channels'][string] = {
    machineDelayMs: spread(500),
    earVoiceSpanMs: spread(900),
    heard: 10,
    firstStagesMs: { recogniser: 201.4, voice: 80 },
    lastStagesMs: { recogniser: 230, voice: 81 },
    lagMs: {},
    lostSegments: 2,
    droppedClauses: 0,
    gaps: 0,
    twoVoicesMs: 0,
    noSourceMs: 12,
  };
  const result: SoakBenchResult = {
    languages: ['es'],
    withoutTranslator: [],
    minutes: 1,
    measuredMinutes: 1,
    windowMinutes: 0.5,
    segments: 10,
    channels: { es: channel, ca: { ...channel, firstStagesMs: {}, lastStagesMs: {} } },
    frameAgeMs: {},
    speakerQueueFill: {},
    liveQueueFill: {},
    engineQueueFill: {},
    engineRequests: {},
    outQueueMs: {},
    drops: { frames: 0, engineAudioMs: 0, unrecognisedSegments: 0, liveAudioMs: 90, segments: 0, captions: 0, clauses: 0 },
    engineHostsReplaced: 0,
    processes: {},
    limits: { changePercent: 10, changeP95Percent: 25, changeP95Ms: 100, frameAgeP95Ms: 30, missingShare: 0.002, memoryMbPerHour: 100, memoryFromMinutes: 10 },
    verdict: 'fail',
    reasons: ['es: 2 segment(s) were not spoken.'],
  };
  const lines = soakText({ bench: 'soak', machine, results: [result] }).split('\n');
  const at = lines.findIndex((line) => line.startsWith('  es:'));
  expect(lines[at]).toContain('2 segment(s) not spoken');
  expect(lines[at]).toContain('nobody 12 ms');
  expect(lines.slice(at + 1, at + 3)).toEqual(['    at first: recogniser 201, voice 80', '    at last:  recogniser 230, voice 81']);
  expect(lines[at + 4]).toBe('    at first: –');
  expect(lines.join('\n')).toContain('90 ms of live voices');
});

test('each size tells where the delay of its slowest channel goes', () => {
  const result: LanguagesBenchResult = {
    languages: ['es', 'fr', 'ca'],
    translated: 3,
    carryFloor: 0,
    seconds: 40,
    segments: 10,
    machineDelayMs: spread(600),
    earVoiceSpanMs: spread(900),
    channels: { es: { machineDelayMs: spread(500), stagesMs: { voice: 80 } }, fr: { machineDelayMs: spread(600), stagesMs: { translator: 140, voice: 90 } }, ca: { machineDelayMs: {}, stagesMs: {} } },
    gaps: 0,
    unwrittenMs: 0,
    droppedClauses: 0,
    lostSegments: 0,
    engineAudioMs: 120,
    frameAgeMs: spread(4),
    processes: {},
    product: {},
    everything: {},
    passed: [],
  };
  const text = languagesText({ bench: 'languages', machine, results: [result, { ...result, channels: {} }], perLanguage: { host: { cpuCores: 0.02 } }, perFloorCarrier: { host: {} } });
  expect(text.split('\n').filter((line) => line.includes('where it goes'))).toEqual(['  where it goes (fr, the slowest): translator 140, voice 90']);
  expect(text).toContain('frame age 4/104 ms; 120 ms of speech that the engines did not take');
  expect(text).toContain('One more translated language costs:\n  host: 0.020 cores, – MB\nOne more that carries the floor costs:\n  host: – cores, – MB');
});

test('a size that did not come up tells why, and one that costs too much tells how much', () => {
  const result: LiveBenchResult = {
    languages: ['es', 'ca', 'pt', 'fr'],
    withoutTranslator: [],
    seconds: 40,
    mouthToEarMs: spread(50),
    joinMs: {},
    joinToFirstAudioMs: {},
    segments: 10,
    channels: {},
    processes: { host: { cpuCores: 0.1, residentMb: 100 } },
    verdict: 'go',
    reasons: [],
    passed: [{ what: 'memory', value: 812.3, limit: 700, unit: 'MB' }],
  };
  const { verdict: _, ...about } = result;
  const failed: LiveBenchResult = { ...about, processes: {}, passed: [], failure: 'No voice.' };
  const lines = liveText({ bench: 'live', machine, results: [result, failed], growthPerLanguage: {} }).split('\n');
  expect(lines).toContain('  limits passed: memory (812.3 of 700.0 MB)');
  expect(lines.slice(lines.indexOf('  not measured: No voice.') - 1, lines.indexOf('  not measured: No voice.') + 2)).toEqual(['4 language(s)', '  not measured: No voice.', '']);
});
