import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../../shared/app-error.ts';
import type { ProcessUsage } from '../../../shared/live/stats.ts';
import { LatestValue } from '../streams/latest-value.ts';
import { excess, MemoryWatch } from './memory-watch.ts';

const LIMITS = { engineHostMb: 1_000, sessionWorkerMb: 500, growthMbPerHour: 200 };
const ENGINE_HOST = { name: 'engine-host', pid: 11 };
const WORKER = { name: 'session-worker', pid: 12 };

describe('excess', () => {
  test.each<[string, ProcessUsage, unknown]>([
    ['below every limit', { ...ENGINE_HOST, residentMb: 900, growthMbPerHour: 100 }, undefined],
    ['too large', { ...ENGINE_HOST, residentMb: 1_001 }, expect.stringContaining('uses 1001 MB, more than the 1000 MB')],
    ['growing too fast', { ...ENGINE_HOST, residentMb: 400, growthMbPerHour: 250 }, expect.stringContaining('grows by 250 MB an hour')],
    ['a worker has a limit of its own', { ...WORKER, residentMb: 600 }, expect.stringContaining('more than the 500 MB')],
    ['shrinking', { ...WORKER, residentMb: 400, growthMbPerHour: -900 }, undefined],
    ['not measured on this platform', ENGINE_HOST, undefined],
    ['the server is not ours to replace', { name: 'livekit-server', pid: 13, residentMb: 9_000 }, undefined],
  ])('%s', (_, usage, expected) => {
    expect(excess(usage, LIMITS)).toEqual(expected);
  });
});

function watched() {
  const usage = new LatestValue<ProcessUsage[]>();
  const done: string[] = [];
  const told: string[] = [];
  const room = { nowMs: 0, failure: undefined as AppError | undefined };
  const watch = new MemoryWatch({
    usage,
    limits: () => LIMITS,
    nowMs: () => room.nowMs,
    tell: (message) => told.push(message),
    rooms: {
      roomOf: (pid) => (pid < 20 ? 'hall' : undefined),
      recycleEngines: (name) => done.push(`engines ${name}`),
      recycleWorker: async (name) => {
        if (room.failure) throw room.failure;
        done.push(`worker ${name}`);
      },
    },
  });
  onTestFinished(() => watch[Symbol.asyncDispose]());
  const measure = async (...usages: ProcessUsage[]): Promise<void> => {
    usage.set(usages);
    await sleep(1);
  };
  return { done, told, room, measure };
}

describe('MemoryWatch', () => {
  test('an engine host is replaced at once, and not again for half an hour', async () => {
    const { done, room, measure } = watched();
    await measure({ ...ENGINE_HOST, residentMb: 1_200 });
    await measure({ ...ENGINE_HOST, pid: 14, residentMb: 1_300 });
    expect(done).toEqual(['engines hall']);
    room.nowMs = 31 * 60_000;
    await measure({ ...ENGINE_HOST, pid: 14, residentMb: 1_300 });
    expect(done).toEqual(['engines hall', 'engines hall']);
  });

  test('so is a session worker, and when it could not be, that is told with the reason', async () => {
    const { done, told, room, measure } = watched();
    await measure({ ...WORKER, residentMb: 600 });
    await measure({ ...WORKER, residentMb: 610 });
    expect(done).toEqual(['worker hall']);
    expect(told).toEqual([expect.stringContaining('the channels are not interrupted')]);
    room.nowMs = 31 * 60_000;
    room.failure = new AppError('PROCESS_GAVE_UP', 'No memory is left.');
    await measure({ ...WORKER, residentMb: 620 });
    expect(told.at(-1)).toContain('could not be replaced. No memory is left.');
  });

  test('a process of no room is left alone', async () => {
    const { done, told, measure } = watched();
    await measure({ ...ENGINE_HOST, pid: 21, residentMb: 5_000 });
    expect({ done, told }).toEqual({ done: [], told: [] });
  });
});
