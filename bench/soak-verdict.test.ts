import { describe, expect, test } from 'vitest';
import type { SoakBenchResult } from './bench-report.ts';
import { soakReasons } from './soak-verdict.ts';

type Figures = Parameters<typeof soakReasons>[0];
type Channel = SoakBenchResult['channels'][string];

const channel = (overrides: Partial<Channel> = {}): Channel => ({
  machineDelayMs: {},
  earVoiceSpanMs: {},
  heard: 100,
  firstMs: 400,
  lastMs: 440,
  changePercent: 10,
  firstP95Ms: 500,
  lastP95Ms: 600,
  lagMs: {},
  firstStagesMs: {},
  lastStagesMs: {},
  lostSegments: 0,
  droppedClauses: 0,
  gaps: 0,
  unwrittenMs: 3_600,
  concealedMs: 2_000,
  twoVoicesMs: 0,
  noSourceMs: 0,
  ...overrides,
});
const DROPS = { frames: 0, engineAudioMs: 0, unrecognisedSegments: 0, liveAudioMs: 0, segments: 0, captions: 3, clauses: 0 };
const PROCESSES = { host: { slopeMbPerHour: 100 }, 'session-worker': { slopeMbPerHour: -20 }, 'engine-host': { slopeMbPerHour: 0 }, rehearsal: { slopeMbPerHour: 900 } };

/** Half an hour in which everything just held. */
const figures = (overrides: Partial<Figures> = {}): Figures => ({ channels: { es: channel() }, withoutTranslator: [], measuredMinutes: 30, frameAgeMs: { p95: 30 }, drops: DROPS, processes: PROCESSES, ...overrides });
const ofChannel = (overrides: Partial<Channel>): Partial<Figures> => ({ channels: { es: channel(overrides) } });

describe('soakReasons', () => {
  test.each<readonly [string, Partial<Figures>]>([
    ['what is at its limit', {}],
    ['a delay that falls by half', ofChannel({ lastMs: 200, changePercent: -50, lastP95Ms: 250 })],
    ['slowest segments that are 40 % but only 80 ms slower', ofChannel({ firstP95Ms: 200, lastP95Ms: 280 })],
    ['slowest segments that are 120 ms but only 20 % slower', ofChannel({ firstP95Ms: 600, lastP95Ms: 720 })],
    ['no delay where the floor is carried', { ...ofChannel({ changePercent: undefined }), withoutTranslator: ['es'] }],
    ['memory that grows in a few minutes', { ...ofChannel({ unwrittenMs: 1_000, concealedMs: 1_000 }), measuredMinutes: 9, processes: { host: { slopeMbPerHour: 500 } } }],
  ])('nothing speaks against %s', (_, overrides) => {
    expect(soakReasons(figures(overrides))).toEqual([]);
  });

  test.each<readonly [string, Partial<Figures>, RegExp]>([
    ['a median that rises', ofChannel({ lastMs: 444, changePercent: 11 }), /^es: the machine delay went from 400 to 444 ms, 11 % more/],
    ['slowest segments that get slower', ofChannel({ lastP95Ms: 626 }), /^es: .*slowest segments .* from 500 to 626 ms/],
    ['a delay that was not measured', ofChannel({ changePercent: undefined }), /^es: its delay could not be measured/],
    ['dropped clauses', ofChannel({ droppedClauses: 1 }), /^es: 1 clause/],
    ['gaps', ofChannel({ gaps: 2 }), /^es: the channel's audio was interrupted 2 time/],
    ['gaps where the floor is carried', { ...ofChannel({ gaps: 2 }), withoutTranslator: ['es'] }, /^es: the channel's audio was interrupted 2 time/],
    ['segments without a voice', ofChannel({ lostSegments: 2 }), /^es: 2 segment\(s\) were not spoken/],
    ['nobody audible', ofChannel({ noSourceMs: 30 }), /^es: a switch left nobody audible for 30 ms/],
    ['two voices', ofChannel({ twoVoicesMs: 12 }), /^es: two voices .* for 12 ms/],
    ['sound that was not written', ofChannel({ unwrittenMs: 4_000 }), /^es: 0.22 % of its sound was missing; the limit is 0.20 %/],
    ['sound that was made up', ofChannel({ concealedMs: 4_000 }), /^es: 0.22 % of its sound was missing/],
    ['old frames', { frameAgeMs: { p95: 30.1 } }, /30.1 ms old/],
    ['frames of nobody', { frameAgeMs: {} }, /age of frames could not be measured/],
    ['dropped frames', { drops: { ...DROPS, frames: 1 } }, /^1 frame\(s\) of speakers were dropped/],
    ['speech that the engines did not take', { drops: { ...DROPS, engineAudioMs: 20 } }, /too busy for 20 ms/],
    ['segments that were not recognised', { drops: { ...DROPS, unrecognisedSegments: 2 } }, /^2 segment\(s\) were not recognised/],
    ['voices that were skipped', { drops: { ...DROPS, liveAudioMs: 90 } }, /^90 ms of speakers' own voices/],
    ['segments given up', { drops: { ...DROPS, segments: 1 } }, /^1 segment/],
    ['a host that grows', { processes: { ...PROCESSES, host: { slopeMbPerHour: 101 } } }, /^host: its memory grew by 101 MB an hour/],
    ['a session worker that grows', { processes: { ...PROCESSES, 'session-worker': { slopeMbPerHour: 150 } } }, /^session-worker: /],
    ['an engine host that grows', { processes: { ...PROCESSES, 'engine-host': { slopeMbPerHour: 150 } } }, /^engine-host: /],
    ['voices that grow', { processes: { ...PROCESSES, 'voice-host': { slopeMbPerHour: 150 } } }, /^voice-host: /],
    ['memory that was not measured', { processes: { ...PROCESSES, host: {} } }, /^host: its memory could not be measured/],
  ])('%s: fails, in words', (_, overrides, reason) => {
    expect(soakReasons(figures(overrides))).toEqual([expect.stringMatching(reason)]);
  });
});
