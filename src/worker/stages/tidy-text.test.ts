import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tidyCaption, tidyText } from './tidy-text.ts';

const tidy = (text: string, language = 'en', startsSentence = true): string => tidyText(text.split(' '), { language, startsSentence });

describe('tidyText', () => {
  test.each([
    ['we have guests from more than twenty countries', 'We have guests from more than 20 countries'],
    ['i want to talk about three questions', 'I want to talk about three questions'],
    ['there are twelve of them and i think ten are here', 'There are 12 of them and I think ten are here'],
    ['one hundred and five people', '105 people'],
    ['two thousand three hundred and forty five chairs', '2345 chairs'],
    ['twenty five thousand people', '25000 people'],
    ['the total cost was four million euros', 'The total cost was four million euros'],
    ['two million five hundred thousand euros', '2500000 euros'],
    ['in nineteen ninety five and twenty twenty six', 'In 1995 and 2026'],
    ['since twenty oh five', 'Since 2005'],
    ['two thousand and five was a good year', '2005 was a good year'],
    ['in the twenty first century and in the third row', 'In the 21st century and in the third row'],
    ['the twelfth of may', 'The 12th of may'],
    ['a twenty second film', 'A 20 second film'],
    ['five percent of sixty per cent', '5% of 60%'],
    ['three point one four and zero point five percent', '3.14 and 0.5%'],
    ["at eleven o'clock and half past twelve", "At eleven o'clock and half past twelve"],
    ['one two three four five', 'One two three four five'],
    ['twenty five dollars', '25 dollars'],
    ['on monday in january we speak english and i\'m glad', "On Monday in January we speak English and I'm glad"],
    ['to the point one more', 'To the point one more'],
    ['black and white and twenty and thirty', 'Black and white and 20 and 30'],
    ['very very very very very good', 'Very very very good'],
    ['thank you so much thank you so much thank you so much thank you so much thank you', 'Thank you so much thank you so much thank you so much'],
    ['one one one one one two', 'One one one one one two'],
    // As Whisper writes: nothing to do.
    ['We have 25 guests, twenty-five in all, and 3 % more.', 'We have 25 guests, 25 in all, and 3 % more.'],
    ['In twenty, five of us came.', 'In 20, five of us came.'],
    ['', ''],
  ])('%s', (text, expected) => {
    expect(tidy(text)).toBe(expected);
    expect(tidy(expected)).toBe(expected);
  });

  test('other languages keep their numbers and get their capital', () => {
    expect(tidy('éramos veinte one hundred', 'es')).toBe('Éramos veinte one hundred');
    expect(tidy('istanbul', 'tr')).toBe('İstanbul');
  });

  test('a piece that goes on has no capital of its own', () => {
    expect(tidy('and twenty more', 'en', false)).toBe('and 20 more');
  });
});

test.each([
  ['en', "WE'LL MEET ON MONDAY AND I HAVE TWENTY-FIVE QUESTIONS", "We'll meet on Monday and I have 25 questions"],
  ['fr', 'ÉCOLE ET ÉTÉ', 'École et été'],
  ['tr', 'IŞIK İYİ', 'Işık iyi'],
])('capitals of a recogniser that has no other letters say nothing, in %s', (language, text, expected) => {
  expect(tidyText(text.split(' '), { language, startsSentence: true, capitals: true })).toBe(expected);
});

describe('tidyCaption', () => {
  test.each([
    ['we have twenty', '', 'We have', '20'],
    ['we have twenty', 'five', 'We have', '25'],
    ['we have twenty five', 'guests', 'We have', '25 guests'],
    ['we have twenty five guests', '', 'We have 25 guests', ''],
    ['one hundred and', 'five', '', '105'],
    ['black and', 'white', 'Black and', 'white'],
    ['in nineteen', '', 'In', '19'],
    ['five per', 'cent', '', '5%'],
  ])('%s | %s', (stable, unstable, shown, open) => {
    const words = (text: string): string[] => text.split(' ').filter(Boolean);
    expect(tidyCaption(words(stable), words(unstable), { language: 'en', startsSentence: true })).toEqual({ stable: shown, unstable: open });
  });

  test('what is shown as stable never changes, whatever is said next', () => {
    const word = fc.constantFrom(...'one two five ten twelve nineteen twenty thirty hundred thousand million and point oh per cent percent first third twenty, the house i monday past five. twenty-five'.split(' '));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 14 }), fc.nat(14), fc.nat(14), (words, at, later) => {
        const options = { language: 'en', startsSentence: true };
        const early = tidyCaption(words.slice(0, at), words.slice(at), options);
        const late = tidyCaption(words.slice(0, at + later), words.slice(at + later), options);
        const final = tidyText(words, options);
        for (const shown of [late.stable, final]) expect(shown === early.stable || early.stable === '' || shown.startsWith(`${early.stable} `)).toBe(true);
        expect([early.stable, early.unstable].filter(Boolean).join(' ')).toBe(final);
      }),
      { numRuns: 5_000 },
    );
  });
});
