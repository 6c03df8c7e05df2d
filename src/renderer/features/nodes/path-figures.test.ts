import { expect, test } from 'vitest';
import type { SessionStats } from '../../../shared/live/stats.ts';
import { pathFigures } from './path-figures.ts';

const stats: SessionStats = {
  atMs: 0,
  speakers: [
    { identity: 'speaker:a', queueMs: 10, queueLimitMs: 200, droppedFrames: 0, frameAgeP95Ms: 12 },
    { identity: 'speaker:b', queueMs: 150, queueLimitMs: 200, droppedFrames: 3 },
  ],
  channels: [{ language: 'es', outQueueMs: 40, unwrittenMs: 0, twoVoicesMs: 0, noSourceMs: 0 }],
  liveQueue: { fullestMs: 30, limitMs: 120 },
  engineLoad: { audioWaitMs: 220, audioWaitLimitMs: 200, behindMs: 0, requests: 0, recycled: 1 },
  drops: { frames: 3, engineAudioMs: 900, unrecognisedSegments: 4, liveAudioMs: 50, segments: 1, captions: 2 },
  engines: [],
  processes: [],
};
const figures = (from: SessionStats | undefined) => Object.fromEntries(pathFigures(from).map(({ key, value, verdict }) => [key, [value, verdict]]));

test('each figure is the worst of the room, with what it means', () => {
  expect(figures(stats)).toEqual({
    frameAge: [12, 'good'],
    queueIn: [75, 'warn'],
    backlog: [expect.closeTo(110), 'bad'],
    queueLive: [25, 'good'],
    queueOut: [40, 'unknown'],
    recycled: [1, 'unknown'],
    // 30 ms that nobody took, 900 that the engines did not, 50 that no channel could carry.
    lostAudio: [980, 'warn'],
    unrecognised: [4, 'warn'],
    lostSegments: [1, 'warn'],
    lostCaptions: [2, 'warn'],
  });
});

test('nothing lost is good, and each kind has a figure of its own', () => {
  const drops = { frames: 0, engineAudioMs: 0, unrecognisedSegments: 0, liveAudioMs: 0, segments: 0, captions: 0 };
  expect(figures({ ...stats, drops })).toMatchObject({ lostAudio: [0, 'good'], unrecognised: [0, 'good'], lostSegments: [0, 'good'], lostCaptions: [0, 'good'] });
  expect(figures({ ...stats, drops: { ...drops, captions: 1 } })).toMatchObject({ lostAudio: [0, 'good'], lostSegments: [0, 'good'], lostCaptions: [1, 'warn'] });
});

test('what is not known is unknown, never 0', () => {
  for (const [value, verdict] of Object.values(figures(undefined))) expect([value, verdict]).toEqual([undefined, 'unknown']);
  expect(figures({ ...stats, speakers: [] })['frameAge']).toEqual([undefined, 'unknown']);
});
