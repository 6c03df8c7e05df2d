import { expect, test } from 'vitest';
import { espeakVoice } from './espeak-voices.ts';

test.each([
  ['pt', 'pt'],
  ['pt-BR', 'pt-br'],
  ['pt-PT', 'pt'],
  ['fr-FR', 'fr'],
  ['fr', 'fr'],
  ['es-MX', 'es-419'],
  ['ca-valencia', 'ca-va'],
  ['zh-Hans-CN', 'cmn'],
  ['en', 'en-gb'],
  ['tlh', undefined],
])('%s is spoken by %s', (tag, voice) => {
  expect(espeakVoice(tag)).toBe(voice);
});
