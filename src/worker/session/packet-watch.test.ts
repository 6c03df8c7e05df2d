import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { RoomStats } from '../rtc/room-stats.ts';
import { PacketWatch } from './packet-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const counted = (packetsReceived: number): RoomStats => ({
  inbound: [{ track: 'TR_1', packetsReceived, packetsLost: 0, jitterMs: 0, concealedSamples: 0, totalSamples: 0, jitterBufferMs: undefined, jitterBufferSamples: 0 }],
  roundTripMs: undefined,
});

/** A microphone, in doubt unless `doubtful` says otherwise, and the packets it was told of, in order. `answers`: to each question by its number, from 0. */
function watched(answers: (question: number) => Promise<RoomStats> | undefined, doubtful = true) {
  const told: number[] = [];
  let questions = 0;
  const watch = new PacketWatch({
    microphones: new Map([['TR_1', { doubtful, countPackets: (packets: number) => void told.push(packets) }]]),
    stats: () => answers(questions++),
  });
  onTestFinished(() => watch.close());
  return { told, questions: () => questions };
}

test('a microphone in doubt is told soon, again and again', async () => {
  const { told } = watched((question) => Promise.resolve(counted(question)));
  await vi.advanceTimersByTimeAsync(250);
  expect(told).toEqual([0, 1, 2, 3, 4]);
});

test('nothing is asked while nobody is in doubt', async () => {
  const { questions } = watched((question) => Promise.resolve(counted(question)), false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(questions()).toBe(0);
});

test('nothing is asked while an answer is awaited', async () => {
  let answer: (stats: RoomStats) => void = () => undefined;
  const { told, questions } = watched((question) => (question === 0 ? new Promise((resolve) => (answer = resolve)) : Promise.resolve(counted(question))));
  await vi.advanceTimersByTimeAsync(300);
  expect(questions()).toBe(1);
  answer(counted(0));
  await vi.advanceTimersByTimeAsync(100);
  expect(told).toEqual([0, 1, 2]);
});

test.each([
  ['fails', () => Promise.reject(new Error('closed'))],
  ['finds no room', () => undefined],
])('a question that %s is followed by the next', async (_, first) => {
  const { told } = watched((question) => (question === 0 ? first() : Promise.resolve(counted(question))));
  await vi.advanceTimersByTimeAsync(150);
  expect(told).toEqual([1, 2]);
});
