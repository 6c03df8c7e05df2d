import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spokenWords } from './spoken-words.ts';

describe('spokenWords', () => {
  test.each([
    ['Good morning, everyone!', 'good morning everyone'],
    ['If you cannot hear — raise your hand…', 'if you cannot hear raise your hand'],
    ['at eleven o’clock.', "at eleven o'clock"],
    ["'quoted' words", 'quoted words'],
    ['25 people', 'twenty five people'],
    ['1,000,025 litres', 'one million twenty five liters'],
    ['110', 'one hundred ten'],
    ['the 3rd and the 21st, the 40th', 'the third and the twenty first the fortieth'],
    ['3.05 %', 'three point zero five percent'],
    ['G20 summit', 'g twenty summit'],
    ['colour, recognised, our four hours', 'color, recognized our four hours'],
    ['', ''],
    ['… — !', ''],
  ])('%s', (text, expected) => {
    expect(spokenWords(text)).toEqual(expected.replaceAll(',', '').split(' ').filter(Boolean));
  });

  test('reading it again changes nothing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const words = spokenWords(text);
        expect(spokenWords(words.join(' '))).toEqual(words);
      }),
    );
  });

  test('no two numbers are read alike', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), fc.nat(999_999_999), (a, b) => {
        fc.pre(a !== b);
        expect(spokenWords(String(a))).not.toEqual(spokenWords(String(b)));
      }),
    );
  });
});
