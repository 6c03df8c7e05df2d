import { expect, onTestFinished, test } from 'vitest';
import type { RoomStats } from '../rtc/room-stats.ts';
import { PacketWatch } from './packet-watch.ts';

const counted = (packetsReceived: number): RoomStats => ({
  inbound: [{ track: 'TR_1', packetsReceived, packetsLost: 0, jitterMs: 0, concealedSamples: 0, totalSamples: 0, jitterBufferMs: undefined, jitterBufferSamples: 0 }],
  roundTripMs: undefined,
});

/** A microphone that is always in doubt, and the packets it was told of, in order. `answers`: to each question by its number, from 0. */
function watched(answers: (question: number) => Promise<RoomStats>) {
  const told: number[] = [];
  let questions = 0;
  const watch = new PacketWatch({
    microphones: new Map([['TR_1', { doubtful: true, countPackets: (packets: number) => void told.push(packets) }]]),
    stats: () => answers(questions++),
  });
  onTestFinished(() => watch.close());
  return { told, questions: () => questions };
}

test('a question that is never answered is asked again, and not in between', async () => {
  const { told, questions } = watched((question) => (question === 0 ? new Promise(() => undefined) : Promise.resolve(counted(question))));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(questions()).toBe(1);
  await expect.poll(() => told.slice(0, 3), { timeout: 3_000 }).toEqual([1, 2, 3]);
});

test('an answer that later ones have overtaken is not counted', async () => {
  let late: ((stats: RoomStats) => void) | undefined;
  const { told } = watched((question) => (question === 0 ? new Promise((resolve) => (late = resolve)) : Promise.resolve(counted(100 + question))));
  await expect.poll(() => told.length, { timeout: 3_000 }).toBeGreaterThan(1);
  late?.(counted(100));
  const before = told.length;
  await expect.poll(() => told.length, { timeout: 3_000 }).toBeGreaterThan(before);
  expect(told).not.toContain(100);
});

test('a question that fails is asked again at once', async () => {
  const { told } = watched((question) => (question < 3 ? Promise.reject(new Error('closed')) : Promise.resolve(counted(question))));
  await expect.poll(() => told.slice(0, 1), { timeout: 1_200 }).toEqual([3]);
});
