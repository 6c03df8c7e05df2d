import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type CommitAction, type CommitState, defaultCommitOptions, initialCommitState, step } from '../stages/commit-policy.ts';
import type { ListeningEvent } from './listening-stream.ts';
import type { Transcript } from './recogniser.ts';
import { SegmentListening } from './segment-listening.ts';
import type { VoiceDetector } from './voice-activity.ts';

/** Takes every loud sound for speech. */
const loudness: VoiceDetector = { hears: (window) => window.some((sample) => Math.abs(sample) > 0.1), close: () => undefined };

const SECOND = 16_000;
/** Shorter than any pause that ends a phrase. */
const DIP = 0.08 * SECOND;
const tone = Int16Array.from({ length: SECOND }, (_, index) => 10_000 * Math.sin((2 * Math.PI * 300 * index) / SECOND));

/** A recogniser that answers when it is told to: with what it is given, or else the number of the request. */
class SlowReader {
  readonly #asked: Array<(transcript: Transcript) => void> = [];
  #answered = 0;
  /** How much it was given to read, each time. */
  readonly lengthsSec: number[] = [];

  readonly transcribe = (samples: Int16Array): Promise<Transcript> => {
    this.lengthsSec.push(samples.length / SECOND);
    return new Promise((resolve) => this.#asked.push(resolve));
  };

  get asked(): number {
    return this.#asked.length;
  }

  async answerAll(words?: readonly string[]): Promise<void> {
    for (let answer = this.#asked[this.#answered]; answer; answer = this.#asked[this.#answered]) {
      const texts = words ?? [`answer${this.#answered}`];
      answer({ words: texts.map((text, n) => ({ text, startSample: n * SECOND, endSample: (n + 1) * SECOND })), confidence: {} });
      this.#answered += 1;
      await turn();
    }
  }
}

function listening(reader: Pick<SlowReader, 'transcribe'>, interim = false) {
  const events: ListeningEvent[] = [];
  const lost: unknown[] = [];
  const stream = new SegmentListening({ language: 'en', detector: loudness, interim, transcribe: reader.transcribe, onEvent: (event) => events.push(event), onLost: (thrown) => lost.push(thrown) });
  let position = 0;
  const hear = (samples: Int16Array): void => {
    stream.push(position, samples);
    position += samples.length;
    while (stream.busy) stream.step();
  };
  const pause = (seconds: number): void => {
    for (let second = 0; second < seconds; second++) hear(new Int16Array(SECOND));
  };
  const say = (sentences: number, lengthSec = 1): void => {
    for (let count = 0; count < sentences; count++) {
      for (let second = 0; second < lengthSec; second++) hear(tone);
      pause(1);
    }
  };
  return { stream, events, lost, hear, say, pause };
}

/** What is committed of what was heard: the text of each piece. */
function committed(events: readonly ListeningEvent[]): string[] {
  let state: CommitState = initialCommitState;
  const actions: CommitAction[] = [];
  for (const event of events) {
    if (event.type !== 'hypothesis') continue;
    const [next, followed] = step(state, { kind: 'reading', reading: event }, { ...defaultCommitOptions, language: 'en' });
    state = next;
    actions.push(...followed);
  }
  return actions.flatMap((action) => (action.kind === 'commit' ? [action.words.map((word) => word.text).join(' ')] : []));
}

describe('SegmentListening with a recogniser that does not keep up', () => {
  test('gives up the sentence that waits for more than twelve seconds, and not the one that is being read', async () => {
    const reader = new SlowReader();
    const { events, lost, say } = listening(reader);
    say(8);
    expect([reader.asked, lost]).toEqual([1, [undefined]]);
    await reader.answerAll();
    expect(committed(events)).toEqual(['answer0', 'answer1', 'answer2', 'answer3', 'answer4', 'answer5', 'answer6']);
    const finals = events.flatMap((event) => (event.type === 'hypothesis' ? [[event.segment, event.words.length]] : []));
    expect(finals).toEqual([[0, 1], [1, 0], [2, 1], [3, 1], [4, 1], [5, 1], [6, 1], [7, 1]]);
  });

  test('reads of long sentences only what is not too late, and each of them whole', async () => {
    const reader = new SlowReader();
    const { lost, say } = listening(reader);
    say(1);
    // The first that waits ends 14 s before the last, the second 7 s.
    for (let count = 0; count < 3; count++) say(1, 6);
    expect(lost).toEqual([undefined]);
    await reader.answerAll();
    expect(reader.lengthsSec.map((seconds) => Math.round(seconds))).toEqual([1, 6, 6]);
  });

  test('gives up at its turn what has become too late while nothing new was said', async () => {
    const reader = new SlowReader();
    const { events, lost, say, pause } = listening(reader);
    say(2);
    pause(12);
    expect(lost).toEqual([]);
    await reader.answerAll();
    expect([lost, committed(events)]).toEqual([[undefined], ['answer0']]);
  });
});

describe('a monologue of a minute', () => {
  /** Where the segments end, seconds, and how long they are at most. */
  function heard(interim: boolean, dipEverySec?: number) {
    const { events, hear } = listening({ transcribe: () => Promise.resolve({ words: [], confidence: {} }) }, interim);
    for (let second = 1; second <= 60; second++) hear(dipEverySec !== undefined && second % dipEverySec === 0 ? Int16Array.of(...tone.subarray(0, SECOND - DIP), ...new Int16Array(DIP)) : tone);
    const ends = events.flatMap((event) => (event.type === 'stopped' ? [event.heardSample / SECOND] : []));
    return { ends, longestSec: Math.max(...ends.map((end, index) => end - (ends[index - 1] ?? 0))) };
  }

  test('without a pause is read every eight seconds where nothing is read before its end', () => {
    const { ends, longestSec } = heard(false);
    expect(ends).toHaveLength(7);
    expect(longestSec).toBeLessThan(8.2);
  });

  test('is read every 25 seconds where it is read while it grows', () => {
    const { ends, longestSec } = heard(true);
    expect(ends).toHaveLength(2);
    expect(longestSec).toBeLessThan(25.2);
  });

  test('with the shortest of pauses is read at the first of them after four seconds', () => {
    const { ends, longestSec } = heard(false, 3);
    expect(ends.map((end) => Math.round(end))).toEqual([6, 12, 18, 24, 30, 36, 42, 48, 54, 60]);
    expect(longestSec).toBeLessThan(6.2);
  });
});

test('a segment that the recogniser fails on has no words, and is said to be lost', async () => {
  const failure = new Error('down');
  const { events, lost, say } = listening({ transcribe: () => Promise.reject(failure) });
  say(1);
  await turn();
  expect(lost).toEqual([failure]);
  expect(events.at(-1)).toMatchObject({ type: 'hypothesis', final: true, words: [] });
});

test('what turns out to be a phantom is taken back, also where it was shown as it grew', async () => {
  const reader = new SlowReader();
  const { events, hear } = listening(reader, true);
  for (let second = 0; second < 3; second++) {
    hear(tone);
    await reader.answerAll(['thanks', 'for', 'all']);
  }
  hear(new Int16Array(SECOND));
  await reader.answerAll(['thanks', 'for', 'watching']);
  const told = events.flatMap((event) => (event.type === 'hypothesis' ? [`${event.words.length}${event.refused ? ' refused' : ''}`] : []));
  expect(told).toEqual(['3', '3', '3', '0 refused']);
  expect(committed(events)).toEqual([]);
});

test('a phantom is not shown while the stretch of speech grows', async () => {
  const reader = new SlowReader();
  const { events, hear } = listening(reader, true);
  hear(tone);
  hear(tone);
  await reader.answerAll(['thanks', 'for', 'watching']);
  expect(events.map(({ type }) => type)).toEqual(['started']);
});
