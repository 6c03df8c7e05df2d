import { SPEAKER_FRAME_MS, type SessionStats } from '../../../shared/live/stats.ts';

/** One figure of a room's live path, the worst over its speakers and channels, or what the whole room lost. */
export interface PathFigure {
  readonly key: 'frameAge' | 'queueIn' | 'backlog' | 'queueLive' | 'queueOut' | 'recycled' | 'lostAudio' | 'unrecognised' | 'lostSegments' | 'lostCaptions';
  readonly value: number | undefined;
  readonly unit: string;
  readonly verdict: 'good' | 'warn' | 'bad' | 'unknown';
}

/** A frame that is older than this when it is taken makes its words late (a product goal: p95 within 30 ms). */
const FRAME_AGE_MS = 30;
/** A queue this full, percent, will drop soon when it goes on. */
const FULL_PERCENT = 50;

/** The figures of a room, in the order of the path; without `stats` all of them unknown. */
export function pathFigures(stats: SessionStats | undefined): readonly PathFigure[] {
  const frameAgeMs = highest(stats?.speakers.map(({ frameAgeP95Ms }) => frameAgeP95Ms));
  const queuePercent = highest(stats?.speakers.map(({ queueMs, queueLimitMs }) => (queueMs / queueLimitMs) * 100));
  const backlogPercent = stats && (stats.engineLoad.audioWaitMs / stats.engineLoad.audioWaitLimitMs) * 100;
  const livePercent = stats && (stats.liveQueue.fullestMs / stats.liveQueue.limitMs) * 100;
  // A frame that was dropped reached neither the engines nor a channel, so nothing counts twice.
  const lostAudioMs = stats && stats.drops.frames * SPEAKER_FRAME_MS + stats.drops.engineAudioMs + stats.drops.liveAudioMs;
  return [
    { key: 'frameAge', value: frameAgeMs, unit: 'ms', verdict: against(frameAgeMs, FRAME_AGE_MS) },
    { key: 'queueIn', value: queuePercent, unit: '%', verdict: against(queuePercent, FULL_PERCENT) },
    { key: 'backlog', value: backlogPercent, unit: '%', verdict: against(backlogPercent, FULL_PERCENT) },
    { key: 'queueLive', value: livePercent, unit: '%', verdict: against(livePercent, FULL_PERCENT) },
    { key: 'queueOut', value: highest(stats?.channels.map(({ outQueueMs }) => outQueueMs)), unit: 'ms', verdict: 'unknown' },
    { key: 'recycled', value: stats?.engineLoad.recycled, unit: '', verdict: 'unknown' },
    lost('lostAudio', lostAudioMs, 'ms'),
    lost('unrecognised', stats?.drops.unrecognisedSegments, ''),
    lost('lostSegments', stats?.drops.segments, ''),
    lost('lostCaptions', stats?.drops.captions, ''),
  ];
}

function lost(key: PathFigure['key'], value: number | undefined, unit: string): PathFigure {
  return { key, value, unit, verdict: value === undefined ? 'unknown' : value > 0 ? 'warn' : 'good' };
}

function highest(values: ReadonlyArray<number | undefined> | undefined): number | undefined {
  const known = values?.filter((value) => value !== undefined) ?? [];
  return known.length === 0 ? undefined : Math.max(...known);
}

function against(value: number | undefined, limit: number): PathFigure['verdict'] {
  if (value === undefined) return 'unknown';
  return value <= limit ? 'good' : value <= limit * 2 ? 'warn' : 'bad';
}
