import { describe, expect, test } from 'vitest';
import { CommittedText } from './committed-text.ts';

/** `committed|still open`, one revision after the other. */
function changedWords(...revisions: string[]): number {
  const text = new CommittedText();
  for (const revision of revisions) text.take({ captionId: 'a', text: revision.replace('|', ''), stableLength: revision.indexOf('|') });
  return text.changedWords;
}

describe('CommittedText', () => {
  test.each([
    ['what is open may change', ['good |mourning', 'good morning| every', 'good morning everyone|'], 0],
    ['a committed word changes', ['good morning| every', 'good evening everyone|'], 1],
    ['all committed words change', ['good morning|', 'fine evening|'], 2],
    ['a committed word vanishes', ['good morning|', 'good|'], 1],
    ['a caption that is taken back whole', ['good morning|', '|'], 0],
    ['only its writing changes', ['good morning|', 'Good morning|'], 1],
    ['less is promised than before, the text stands', ['good morning|', 'good |morning', 'good morning all|'], 0],
    ['a promise that shrank still holds', ['good morning|', 'good |morning', 'good evening|'], 1],
  ])('%s', (_, revisions, expected) => {
    expect(changedWords(...revisions)).toBe(expected);
  });

  test('captions are apart', () => {
    const text = new CommittedText();
    text.take({ captionId: 'a', text: 'yes', stableLength: 3 });
    text.take({ captionId: 'b', text: 'no', stableLength: 2 });
    expect(text.changedWords).toBe(0);
  });
});
