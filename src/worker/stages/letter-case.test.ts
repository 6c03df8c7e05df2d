import { describe, expect, test } from 'vitest';
import { LetterCase, writesCapitals } from './letter-case.ts';

const words = (text: string): string[] => text.split(' ').filter(Boolean);

test.each([
  ['WE THANK YOU', true],
  ['WE THANK', undefined],
  ['WE THANK You', false],
  ['USA', undefined],
  ['ÀŸ ПРИВЕТ ΚΑΛΗΜΕΡΑ', true],
  ['25 30 WE', undefined],
  ['你好 你好 你好 你好', undefined],
  ['', undefined],
])('%s: capitals only: %s', (text, expected) => expect(writesCapitals(words(text))).toBe(expected));

describe('the letters of a stream', () => {
  test('are known once three words have shown it, over several pieces', () => {
    const letters = new LetterCase();
    expect(letters.of(words('GOOD MORNING'))).toBeUndefined();
    letters.ended(words('GOOD MORNING'));
    expect(letters.of(words('WE'))).toBe(true);
  });

  test('stay as they were told until the piece ends, and one small letter settles them', () => {
    const letters = new LetterCase();
    expect(letters.of(words('NATO USA EU'))).toBe(true);
    expect(letters.of(words('NATO USA EU and'))).toBe(true);
    letters.ended(words('NATO USA EU and more'));
    expect(letters.of(words('NATO USA EU'))).toBe(false);
    letters.ended(words('NATO USA EU'));
    expect(letters.of(words('NATO'))).toBe(false);
  });

  test('are learnt anew of another recogniser', () => {
    const letters = new LetterCase();
    letters.ended(words('GOOD MORNING ALL'));
    letters.reset();
    expect(letters.of(words('WE'))).toBeUndefined();
  });
});
