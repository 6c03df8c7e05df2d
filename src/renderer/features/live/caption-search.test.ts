import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Caption } from '../../../shared/live/caption.ts';
import { columnsOf } from './caption-columns.ts';
import { findMatches, fold, markHits } from './caption-search.ts';

const caption = (language: string, stable: string, unstable = ''): Caption => ({
  id: `s/${language}`,
  segmentId: 's',
  language,
  sourceLanguage: 'en',
  kind: language === 'en' ? 'source' : 'translation',
  speakerIdentity: 'speaker:a',
  speakerName: 'A',
  stable,
  unstable,
  final: unstable === '',
  revision: 0,
  spokenStartMs: 0,
  spokenEndMs: 0,
  publishedAtMs: 0,
});

describe('fold', () => {
  test.each([
    ['Sesión', 'sesion'],
    ['FRANÇAIS', 'francais'],
    ['İstanbul', 'istanbul'],
  ])('%s becomes %s', (text, folded) => expect(fold(text)).toBe(folded));

  test('never changes the number of code units', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(text)).toHaveLength(text.length);
      }),
    );
  });
});

describe('findMatches', () => {
  const rows = [{ segmentId: 's', speakerName: 'A', sourceLanguage: 'en', spokenStartMs: 0, captions: { en: caption('en', 'The session', 'is open'), es: caption('es', 'La sesión') } }];
  const everything = columnsOf('en', ['es']);

  test('looks through stable and unstable text of every language', () => {
    expect(findMatches(rows, 'SESION', everything)).toEqual([{ rowIndex: 0, captionId: 's/es' }]);
    expect(findMatches(rows, 'session is', everything)).toEqual([{ rowIndex: 0, captionId: 's/en' }]);
  });
  test('leaves out hidden columns', () => expect(findMatches(rows, 'se', columnsOf('en', ['es']).slice(1))).toHaveLength(1));
  test('finds nothing for an empty query', () => expect(findMatches(rows, '  ', everything)).toEqual([]));
});

describe('markHits', () => {
  test('marks each hit with the accents of the text', () => {
    expect(markHits('Sesión tras sesión', 'sesion')).toEqual([
      { text: 'Sesión', hit: true },
      { text: ' tras ', hit: false },
      { text: 'sesión', hit: true },
    ]);
  });
  test('loses no character, whatever is searched', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ maxLength: 3 }), (text, query) => {
        expect(
          markHits(text, query)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
