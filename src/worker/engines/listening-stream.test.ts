import { expect, test } from 'vitest';
import { type ListeningEvent, ListeningStream } from './listening-stream.ts';
import type { TimedWord } from './recogniser.ts';
import type { VoiceDetector } from './voice-activity.ts';

/** Takes every loud sound for speech. */
const loudness: VoiceDetector = { hears: (window) => window.some((sample) => Math.abs(sample) > 0.1), close: () => undefined };

/** The same, and lets go of it as late as a model does. */
function tardy(): VoiceDetector {
  let windows = Infinity;
  return { hears: (window) => (windows = loudness.hears(window) ? 0 : windows + 1) < 6, close: () => undefined };
}

const SECOND = 16_000;
const tone = (seconds: number): Int16Array => Int16Array.from({ length: seconds * SECOND }, (_, index) => 10_000 * Math.sin((2 * Math.PI * 300 * index) / SECOND));
const silence = (seconds: number): Int16Array => new Int16Array(seconds * SECOND);

/** A stream whose recogniser reads what it is told; `sure`: the log probability of each word, where it tells one. */
function listening(detector = loudness) {
  const events: ListeningEvent[] = [];
  let words: TimedWord[] = [];
  let fed = 0;
  const stream = new ListeningStream(detector, { feed: (samples) => (fed += samples.length), words: () => words, restart: () => (words = []) }, 'en', (event) => events.push(event));
  let position = 0;
  return {
    hear: (samples: Int16Array, channelsBusy?: boolean): void => {
      stream.push(position, samples, channelsBusy);
      position += samples.length;
      while (stream.busy) stream.step();
    },
    /** From here on these words are read, said just now. */
    reads: (text: string, sure?: number): void => {
      words = text.split(' ').map((word) => Object.assign({ text: word, startSample: fed, endSample: fed + 1_600 }, sure !== undefined && { logProbs: [sure] }));
    },
    told: () => [...new Set(events.map((event) => (event.type === 'hypothesis' ? `${event.final ? 'final: ' : ''}${event.words.map(({ text }) => text).join(' ')}${event.refused ? 'refused' : ''}` : event.type)))],
  };
}

test('words of which the recogniser is sure are told as they come', () => {
  const { hear, reads, told } = listening();
  hear(tone(0.5));
  reads('good', -0.1);
  hear(tone(0.5));
  reads('good morning', -0.2);
  hear(tone(0.5));
  hear(silence(0.5));
  expect(told()).toEqual(['started', '', 'good', 'good morning', 'stopped', 'final: good morning']);
});

test('words that it guesses are not told, and in the end the segment has none', () => {
  const { hear, reads, told } = listening();
  hear(tone(0.5));
  reads('our or open', -1.8);
  hear(tone(1));
  hear(silence(0.5));
  expect(told()).toEqual(['started', '', 'stopped', 'final: refused']);
});

test('a guess that becomes certain with the next words is told then', () => {
  const { hear, reads, told } = listening();
  hear(tone(0.5));
  reads('our', -1.8);
  hear(tone(0.5));
  reads('our strategy', -0.5);
  hear(tone(0.5));
  hear(silence(0.5));
  expect(told()).toEqual(['started', '', 'our strategy', 'stopped', 'final: our strategy']);
});

test('a word shown in what turns out to be a laugh is taken back', () => {
  const { hear, reads, told } = listening();
  hear(tone(0.3));
  reads('a');
  hear(tone(1.5));
  hear(silence(0.5));
  expect(told()).toEqual(['started', '', 'a', 'stopped', 'final: refused']);
});

test.each([
  ['busy channels leave a sentence whole that has a short pause', true, ['started', '', 'it rains', 'it rains and pours', 'stopped', 'final: it rains and pours']],
  ['idle ones do not', false, ['started', '', 'it rains', 'stopped', 'final: it rains', 'and pours', 'final: and pours']],
])('%s', (_, channelsBusy, expected) => {
  const { hear, reads, told } = listening(tardy());
  hear(tone(1.5));
  reads('it rains');
  hear(silence(0.2), channelsBusy);
  reads(channelsBusy ? 'it rains and pours' : 'and pours');
  hear(tone(1.5));
  hear(silence(0.5));
  expect(told()).toEqual(expected);
});

test('that a segment is over is told also where nobody understands it', () => {
  const events: ListeningEvent[] = [];
  const stream = new ListeningStream(loudness, undefined, 'xx', (event) => events.push(event));
  stream.push(0, tone(1));
  stream.push(SECOND, silence(1));
  while (stream.busy) stream.step();
  expect(events.map((event) => (event.type === 'hypothesis' ? `${event.words.length} words, final: ${event.final}` : event.type))).toEqual(['started', 'stopped', '0 words, final: true']);
});
