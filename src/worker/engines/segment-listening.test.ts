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
const tone = Int16Array.from({ length: SECOND }, (_, index) => 10_000 * Math.sin((2 * Math.PI * 300 * index) / SECOND));

/** A recogniser that answers when it is told to: with what it is given, or else the number of the request. */
class SlowReader {
  readonly #asked: Array<(transcript: Transcript) => void> = [];
  #answered = 0;

  readonly transcribe = (): Promise<Transcript> => new Promise((resolve) => this.#asked.push(resolve));

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

function listening(reader: SlowReader, interim = false) {
  const events: ListeningEvent[] = [];
  const lost: unknown[] = [];
  const stream = new SegmentListening({ language: 'en', detector: loudness, interim, transcribe: reader.transcribe, onEvent: (event) => events.push(event), onLost: (thrown) => lost.push(thrown) });
  let position = 0;
  const hear = (samples: Int16Array): void => {
    stream.push(position, samples);
    position += samples.length;
    while (stream.busy) stream.step();
  };
  const say = (sentences: number): void => {
    for (let count = 0; count < sentences; count++) {
      hear(tone);
      hear(new Int16Array(SECOND));
    }
  };
  return { stream, events, lost, hear, say };
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
  test('gives up the oldest sentence that waits, and not the one that is being read', async () => {
    const reader = new SlowReader();
    const { events, lost, say } = listening(reader);
    say(8);
    expect([reader.asked, lost]).toEqual([1, [undefined]]);
    await reader.answerAll();
    expect(committed(events)).toEqual(['answer0', 'answer1', 'answer2', 'answer3', 'answer4', 'answer5', 'answer6']);
    const finals = events.flatMap((event) => (event.type === 'hypothesis' ? [[event.segment, event.words.length]] : []));
    expect(finals).toEqual([[0, 1], [1, 0], [2, 1], [3, 1], [4, 1], [5, 1], [6, 1], [7, 1]]);
  });
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
