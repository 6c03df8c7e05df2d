import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseScript } from '../src/main/services/rehearsal/script.ts';
import { ScriptLine } from '../src/shared/protocol/rehearsal-protocol.ts';
import { FAST_WORDS_PER_MINUTE, unbrokenSpeech } from './soak-script.ts';

const script = parseScript(readFileSync(join(import.meta.dirname, '../resources/rehearsal/script.txt'), 'utf8'));
const unbroken = unbrokenSpeech(script);

test('nobody pauses, and every line can be read', () => {
  expect(unbroken.map((line) => ScriptLine.parse(line).gapMs)).toEqual(unbroken.map(() => 0));
});

test('has a monologue of more than half a minute without a point or a comma', () => {
  let longest = 0;
  let words = 0;
  for (const { text } of unbroken) {
    words = /[.,?!]/.test(text) ? 0 : words + text.split(' ').length;
    longest = Math.max(longest, words);
  }
  expect(longest).toBeGreaterThan(75);
});

test('every two minutes have fast speech, and every sentence is read', () => {
  const plainWords = unbroken.map(({ text, wordsPerMinute }) => ({ words: text.split(' ').length, fast: wordsPerMinute === FAST_WORDS_PER_MINUTE }));
  let slowly = 0;
  for (const { words, fast } of plainWords) {
    slowly = fast ? 0 : slowly + words;
    expect(slowly).toBeLessThan(2 * 150);
  }
  const all = unbroken.map(({ text }) => text.replaceAll(/[.,?!]/g, '')).join(' ');
  for (const { text } of script) expect(all).toContain(text.replaceAll(/[.,?!]/g, ''));
});
