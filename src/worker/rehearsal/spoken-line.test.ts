import { describe, expect, test } from 'vitest';
import { spokenLine, type WordEvent } from './spoken-line.ts';

/** 1 kHz sampling, so that a sample is a millisecond. `#` is 10 ms of sound, `.` of silence. */
const sound = (pattern: string): Int16Array => Int16Array.from(Array.from(pattern).flatMap((mark) => Array.from({ length: 10 }, () => (mark === '#' ? 8_000 : 3))));
const word = (text_position: number, audio_position: number): WordEvent => ({ type: 'word', text_position, audio_position });
const end = (audio_position: number): WordEvent => ({ type: 'end', text_position: 0, audio_position });

const places = (text: string, pattern: string, events: WordEvent[]): string[] => spokenLine(text, sound(pattern), 1_000, events).words.map(({ text, startSample, endSample }) => `${text} ${startSample}-${endSample}`);

describe('spokenLine', () => {
  test.each([
    ['words that follow each other', 'Good day.', '####', [word(1, 0), word(6, 20), end(40)], ['Good 0-20', 'day. 20-40']],
    ['silence at both ends is cut', 'Good day.', '..####...', [word(1, 0), word(6, 40), end(90)], ['Good 0-20', 'day. 20-40']],
    ['a pause belongs to no word', 'Well, yes', '##..##', [word(1, 0), end(40), word(7, 40), end(60)], ['Well, 0-20', 'yes 40-60']],
    ['several spoken words are one written', 'in 25 years', '######', [word(1, 0), word(4, 20), word(5, 30), word(7, 40), end(60)], ['in 0-20', '25 20-40', 'years 40-60']],
    ['a dash is not a word', 'yes — no', '####', [word(1, 0), word(7, 20), end(40)], ['yes 0-20', 'no 20-40']],
    ['nothing to hear', 'yes', '...', [word(1, 0), end(30)], ['yes 0-0']],
  ])('%s', (_, text, pattern, events, expected) => {
    expect(places(text, pattern, events)).toEqual(expected);
  });

  test('is as long as what can be heard', () => {
    expect(spokenLine('yes', sound('.##..'), 1_000, [word(1, 0)]).samples).toHaveLength(20);
  });
});
