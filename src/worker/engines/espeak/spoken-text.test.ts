import { expect, test } from 'vitest';
import { spokenText } from './spoken-text.ts';

test.each([
  ['Hola, ¿qué tal?', 'Hola, ¿qué tal?'],
  ['un <break time="3600s"/> momento', 'un  break time="3600s"/  momento'],
  ["[[h@l'oU]]", "  h@l'oU  "],
  ['\u0001900Srápido\ny más', ' 900Srápido y más'],
])('%j', (text, expected) => {
  expect(spokenText(text)).toBe(expected);
});
