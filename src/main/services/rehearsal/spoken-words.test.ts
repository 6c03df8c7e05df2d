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

  test.each([
    ['more than twenty countries', 'More than 20 countries'],
    ['two hundred and five chairs', '205 chairs'],
    ['in nineteen ninety five and in twenty twenty six', 'in 1995 and in 2026'],
    ['since twenty oh five', 'since 2005'],
    ['twenty-five thousand', '25000'],
    ['three point one four percent', '3.14%'],
    ['sixty per cent', '60 %'],
    ['the twenty first century', 'the 21st century'],
    ['one million twenty five', '1,000,025'],
  ])('%s and %s are the same words', (said, written) => {
    expect(spokenWords(written)).toEqual(spokenWords(said));
  });

  test('counting goes no further than the number', () => {
    expect(spokenWords('one and two and twenty').join(' ')).toBe('one and two and twenty');
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
