import { expect, test } from 'vitest';
import { CaptionErasure } from './caption-erasure.ts';

/** Revisions of one caption, the last one final. */
function erasureOf(...texts: readonly string[]): number | undefined {
  const erasure = new CaptionErasure();
  for (const [index, text] of texts.entries()) erasure.take({ captionId: 's1/en', text, final: index === texts.length - 1 });
  return erasure.normalised;
}

test.each<[string, string[], number | undefined]>([
  ['a text that grows erases nothing', ['Good', 'Good morning', 'Good morning everyone'], 0],
  ['one word of three was another', ['Good', 'Good mourning', 'Good morning everyone'], 1 / 3],
  ['everything behind a changed word is taken back', ['I want too', 'I won two prizes'], 0.5],
  ['what is retracted counts, and stays nothing', ['uh', ''], undefined],
  ['only final is never erased', ['Buenos días'], 0],
])('%s', (_, texts, expected) => expect(erasureOf(...texts)).toBe(expected));

test('captions are told apart', () => {
  const erasure = new CaptionErasure();
  erasure.take({ captionId: 'a', text: 'one', final: false });
  erasure.take({ captionId: 'b', text: 'two', final: false });
  erasure.take({ captionId: 'a', text: 'one more', final: true });
  erasure.take({ captionId: 'b', text: 'too', final: true });
  expect(erasure.normalised).toBeCloseTo(1 / 3, 6);
});
