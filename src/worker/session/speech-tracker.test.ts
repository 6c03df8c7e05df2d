import { expect, test } from 'vitest';
import { ENGINE_SAMPLE_RATE_HZ } from '../engines/protocol.ts';
import { ArrivalLog } from './arrival-log.ts';
import { SpeechTracker, type Spoken } from './speech-tracker.ts';

const WORD_MS = 300;
const SAMPLES_PER_MS = ENGINE_SAMPLE_RATE_HZ / 1_000;

test('a long speech without a pause: every piece begins where its own words do', () => {
  const spoken: Array<Extract<Spoken, { kind: 'committed' }>> = [];
  const tracker = new SpeechTracker({
    speaker: { identity: 'speaker:a', name: 'A', language: 'en', trackSid: 'TR_a' },
    streamId: 's',
    arrivals: new ArrivalLog(ENGINE_SAMPLE_RATE_HZ),
    onSpeaking: () => undefined,
    onSpoken: (piece) => {
      if (piece.kind === 'committed') spoken.push(piece);
    },
  });
  const words = Array.from({ length: 64 }, (_, index) => ({ text: `word${index}`, startSample: index * WORD_MS * SAMPLES_PER_MS, endSample: (index + 0.9) * WORD_MS * SAMPLES_PER_MS }));
  tracker.started(0);
  for (let heard = 1; heard <= words.length; heard++) {
    const heardSample = heard * WORD_MS * SAMPLES_PER_MS;
    tracker.read({ segment: 0, words: words.slice(0, heard), final: false, heardSample }, 1);
  }
  const end = words.length * WORD_MS * SAMPLES_PER_MS;
  tracker.stopped(end);
  tracker.read({ segment: 0, words, final: true, heardSample: end }, 1);

  expect(spoken.length).toBeGreaterThan(2);
  expect(spoken.map(({ text }) => text).join(' ')).toBe(words.map(({ text }) => text).join(' '));
  let at = 0;
  for (const { text, times } of spoken) {
    expect(times.mediaStartMs).toBe(at * WORD_MS);
    at += text.split(' ').length;
  }
});
