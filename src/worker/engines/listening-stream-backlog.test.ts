import { describe, expect, test } from 'vitest';
import { type ListeningEvent, ListeningStream } from './listening-stream.ts';
import type { VoiceDetector } from './voice-activity.ts';

/** Takes every loud sound for speech. */
const loudness: VoiceDetector = { hears: (window) => window.some((sample) => Math.abs(sample) > 0.1), close: () => undefined };

const SECOND = 16_000;
const FRAME = 160;
const tone = (seconds: number): Int16Array => Int16Array.from({ length: seconds * SECOND }, (_, index) => 10_000 * Math.sin((2 * Math.PI * 300 * index) / SECOND));

/** A stream that has just been opened. */
function justOpened() {
  const events: ListeningEvent[] = [];
  const heard: number[] = [];
  const recogniser = { feed: (samples: Float32Array) => void heard.push(...samples), words: () => [], restart: () => undefined };
  const stream = new ListeningStream(loudness, recogniser, 'en', (event) => events.push(event));
  const lost: number[] = [];
  /** Frame by frame, and nothing is computed meanwhile. */
  const push = (samples: Int16Array, firstSample = 0): void => {
    for (let at = 0; at < samples.length; at += FRAME) lost.push(stream.push(firstSample + at, samples.subarray(at, at + FRAME)));
  };
  const compute = (): void => {
    while (stream.busy) stream.step();
  };
  return { stream, events, heard, lost, push, compute };
}

/** One that has caught up. */
function opened() {
  const all = justOpened();
  all.push(new Int16Array(FRAME), -FRAME);
  all.compute();
  all.heard.length = 0;
  return all;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('a stream that is not computed in time', () => {
  test('keeps two seconds, and says how much waits', () => {
    const { stream, lost, push, compute } = opened();
    push(new Int16Array(1.5 * SECOND));
    expect(stream.waitingMs).toBe(1_500);
    push(new Int16Array(0.5 * SECOND), 1.5 * SECOND);
    expect([stream.waitingMs, sum(lost)]).toEqual([2_000, 0]);
    compute();
    expect(stream.waitingMs).toBe(0);
  });

  test('then leaves out the oldest, a whole second of it, and says so once', () => {
    const { stream, heard, lost, push, compute } = opened();
    // Every sample says where it was.
    const counted = Int16Array.from({ length: 2 * SECOND + FRAME }, (_, index) => index % 32_000);
    push(counted);
    expect(lost.filter((samples) => samples > 0)).toEqual([SECOND + FRAME]);
    expect(stream.waitingMs).toBe(1_400);
    compute();
    // A silence, then the newest second.
    expect(heard.slice(0, 0.4 * SECOND).every((sample) => sample === 0)).toBe(true);
    const newest = Array.from(counted.subarray(-SECOND), (sample) => sample / 32_768);
    expect(heard.slice(0.4 * SECOND, 1.4 * SECOND)).toEqual(newest);
  });

  test('ends the segment at the hole, and what comes after it is where it was said', () => {
    const { events, push, compute } = opened();
    push(tone(1));
    compute();
    push(tone(2.2), SECOND);
    compute();
    push(new Int16Array(SECOND), 3.2 * SECOND);
    compute();
    const ends = events.flatMap((event) => (event.type === 'started' || event.type === 'stopped' ? [`${event.type} ${(event.atSample / SECOND).toFixed(1)}`] : []));
    // What was left out ends at 2.0; speech is said to begin some 100 ms before voice activity sees it.
    expect(ends).toEqual(['started 0.0', 'stopped 1.0', 'started 1.9', 'stopped 3.2']);
  });

  test('does not count as lost what only fills a hole', () => {
    const { stream, lost, push } = opened();
    push(new Int16Array(FRAME));
    push(new Int16Array(FRAME), 10 * SECOND);
    expect(stream.waitingMs).toBe(2_000);
    push(new Int16Array(FRAME), 10 * SECOND + FRAME);
    expect(sum(lost)).toBe(FRAME);
  });
});

test('a stream that has just been opened keeps four seconds until it has caught up, and two from then on', () => {
  const { stream, lost, push, compute } = justOpened();
  push(new Int16Array(4 * SECOND));
  expect([stream.waitingMs, sum(lost)]).toEqual([4_000, 0]);
  compute();
  push(new Int16Array(2 * SECOND + FRAME), 4 * SECOND);
  expect(sum(lost)).toBe(SECOND + FRAME);
});

test('one that never catches up leaves out the oldest all the same, and keeps two seconds from then on', () => {
  const { lost, push } = justOpened();
  push(new Int16Array(4 * SECOND + FRAME));
  push(new Int16Array(SECOND), 4 * SECOND + FRAME);
  expect(lost.filter((samples) => samples > 0)).toEqual([3 * SECOND + FRAME, expect.any(Number)]);
});

test('what arrives twice is heard once', () => {
  const { stream } = opened();
  stream.push(0, new Int16Array(SECOND));
  stream.push(0.5 * SECOND, new Int16Array(0.5 * SECOND));
  expect(stream.waitingMs).toBe(1_000);
});
