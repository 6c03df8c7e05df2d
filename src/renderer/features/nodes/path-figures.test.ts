import { expect, test } from 'vitest';
import type { SessionStats } from '../../../shared/live/stats.ts';
import { pathFigures } from './path-figures.ts';

const stats: SessionStats = {
  atMs: 0,
  speakers: [
    { identity: 'speaker:a', queueMs: 10, queueLimitMs: 200, droppedFrames: 0, frameAgeP95Ms: 12 },
    { identity: 'speaker:b', queueMs: 150, queueLimitMs: 200, droppedFrames: 3 },
  ],
  channels: [{ language: 'es', outQueueMs: 40, underruns: 0, twoVoicesMs: 0, writtenMs: 0 }],
  engineLoad: { audioBacklog: 220, audioBacklogLimit: 200, requests: 0, recycled: 1 },
  drops: { frames: 3, engineAudioMs: 0, segments: 1, captions: 0 },
  engines: [],
  processes: [],
};
const figures = (from: SessionStats | undefined) => Object.fromEntries(pathFigures(from).map(({ key, value, verdict }) => [key, [value, verdict]]));

test('each figure is the worst of the room, with what it means', () => {
  expect(figures(stats)).toEqual({
    frameAge: [12, 'good'],
    queueIn: [75, 'warn'],
    backlog: [expect.closeTo(110), 'bad'],
    queueOut: [40, 'unknown'],
    drops: [4, 'warn'],
    recycled: [1, 'unknown'],
  });
});

test('nothing dropped is good, and speech that the engines did not take counts', () => {
  const drops = { frames: 0, engineAudioMs: 0, segments: 0, captions: 0 };
  expect(figures({ ...stats, drops })['drops']).toEqual([0, 'good']);
  expect(figures({ ...stats, drops: { ...drops, engineAudioMs: 900 } })['drops']).toEqual([1, 'warn']);
});

test('what is not known is unknown, never 0', () => {
  for (const [value, verdict] of Object.values(figures(undefined))) expect([value, verdict]).toEqual([undefined, 'unknown']);
  expect(figures({ ...stats, speakers: [] })['frameAge']).toEqual([undefined, 'unknown']);
});
