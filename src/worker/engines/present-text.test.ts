import { expect, test } from 'vitest';
import { presentText } from './present-text.ts';

test('what goes on with a sentence begins as it is written', () => {
  const goesOn = (text: string): string => presentText(text, 'en', { startsSentence: false });
  expect([goesOn(' that i  said '), goesOn('Madrid is next')]).toEqual(['that I said', 'Madrid is next']);
});

test.each([
  ['en', 'it is what i said and i am sorry', 'It is what I said and I am sorry'],
  ['en-GB', "i'm here, i", "I'm here, I"],
  ['en', 'in ai and hawaii', 'In ai and hawaii'],
  ['es', 'él y yo  ', 'Él y yo'],
  ['es', '¿dónde está?', '¿Dónde está?'],
  ['it', 'i fiumi e i laghi', 'I fiumi e i laghi'],
  ['tr', 'iyi günler', 'İyi günler'],
  ['es', '4 millones', '4 millones'],
  ['fr', '  ', ''],
])('%s: %s', (language, text, expected) => {
  expect(presentText(text, language, { startsSentence: true })).toBe(expected);
});
