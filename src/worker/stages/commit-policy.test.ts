import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HypothesisWord } from '../engines/protocol.ts';
import { initialCommitState, openWords, step, type CommitAction, type CommitEvent, type CommitOptions } from './commit-policy.ts';

const SECOND = 16_000;
const options: CommitOptions = { language: 'en', cutBefore: { sentence: SECOND, clause: 1.5 * SECOND, phrase: 2.5 * SECOND, anyWord: 3.5 * SECOND }, agreement: 2, minCutWords: 2 };

/** Words of half a second each, one after the other. */
const words = (text: string): HypothesisWord[] =>
  text.split(' ').filter(Boolean).map((word, n) => ({ text: word, startSample: (n * SECOND) / 2, endSample: ((n + 1) * SECOND) / 2 }));

const reading = (segment: number, text: string, final = false, refused = false): CommitEvent => {
  const all = words(text);
  return { kind: 'reading', reading: { segment, words: all, final, refused, pausing: final, heardSample: all.at(-1)?.endSample ?? 0 } };
};

function run(events: readonly CommitEvent[], agreement = options.agreement): CommitAction[] {
  let state = initialCommitState;
  const all: CommitAction[] = [];
  for (const event of events) {
    const [next, actions] = step(state, event, { ...options, agreement });
    state = next;
    all.push(...actions);
  }
  return all;
}

/** The last reading of a segment in which nobody said anything. */
const refusal = (segment: number): CommitEvent => reading(segment, '', true, true);

const text = (list: readonly HypothesisWord[]): string => list.map((word) => word.text).join(' ');
const shown = (action: CommitAction): string => {
  if (action.kind === 'partial') return `${action.piece}: ${text(action.stable)}|${text(action.unstable)}`;
  return action.kind === 'commit' ? `${action.piece}: ${text(action.words)} [${action.by}]` : `${action.piece}: retracted`;
};

describe('the commit policy', () => {
  test.each<[string, CommitEvent[], string[]]>([
    ['shows as stable what two readings agree on', [reading(0, 'good'), reading(0, 'good morning'), reading(0, 'good mourning all')], ['0: |good', '0: good|morning', '0: good|mourning all']],
    ['commits at the end of speech', [reading(0, 'good'), reading(0, 'good morning', true)], ['0: |good', '0: good morning [endpoint]']],
    ['keeps what is stable when the recogniser changes its mind', [reading(0, 'a b'), reading(0, 'a b c'), reading(0, 'x b c d', true)], ['0: |a b', '0: a b|c', '0: a b c d [endpoint]']],
    ['noise that is never a word is never shown', [reading(0, ''), reading(0, '', true)], []],
    ['a word that vanishes is retracted', [reading(0, 'uh'), reading(0, '', true)], ['0: |uh', '0: retracted']],
    ['a stable word stays where the last reading has none', [reading(0, 'uh huh'), reading(0, 'uh huh'), reading(0, '', true)], ['0: |uh huh', '0: uh|huh', '0: uh [endpoint]']],
    ['and goes where nobody said anything', [reading(0, 'uh huh'), reading(0, 'uh huh'), refusal(0), reading(1, 'one', true)], ['0: |uh huh', '0: uh|huh', '0: retracted', '1: one [endpoint]']],
    ['of what was never shown nothing is retracted', [refusal(0), reading(1, 'one', true)], ['0: one [endpoint]']],
    [
      'what is committed stays where nobody said the rest',
      [reading(0, 'a b c d and e'), reading(0, 'a b c d and e f'), refusal(0)],
      ['0: |a b c d and e', '0: a b c d [length]', '1: and e|f', '1: retracted'],
    ],
    ['the newest word may be half of one, however often it is read', [reading(0, 'good mor'), reading(0, 'good mor'), reading(0, 'good morning', true)], ['0: |good mor', '0: good|mor', '0: good morning [endpoint]']],
    [
      'cuts a long piece before a clause',
      [reading(0, 'a b c d and e'), reading(0, 'a b c d and e f'), reading(0, 'a b c d and e f', true)],
      ['0: |a b c d and e', '0: a b c d [length]', '1: and e|f', '1: and e f [endpoint]'],
    ],
    [
      'cuts where a sentence ends, also where a better-known place comes later',
      [reading(0, 'so it is. We think and'), reading(0, 'so it is. We think and go on')],
      ['0: |so it is. We think and', '0: so it is. [length]', '1: We think and|go on'],
    ],
    ['a sentence of a moment waits for the next', [reading(0, 'Yes. It is'), reading(0, 'Yes. It is so')], ['0: |Yes. It is', '0: Yes. It is|so']],
    [
      'cuts a longer one before a phrase',
      [reading(0, 'a b c d e we g'), reading(0, 'a b c d e we g h')],
      ['0: |a b c d e we g', '0: a b c d e [length]', '1: we g|h'],
    ],
    ['does not cut after a word that belongs to the next', [reading(0, 'a b c the and e'), reading(0, 'a b c the and e f')], ['0: |a b c the and e', '0: a b c the and e|f']],
    ['cuts anywhere when it must', [reading(0, 'p q r s t u v w'), reading(0, 'p q r s t u v w x')], ['0: |p q r s t u v w', '0: p q r s t u v w [length]', '1: |x']],
    ['ends with what was read when the speaker leaves', [reading(0, 'so long'), { kind: 'input-ended' }], ['0: |so long', '0: so long [input-ended]']],
    [
      'leaves to whoever reads on what was not read to its end, but nothing that is stable',
      [reading(0, 'so long as'), { kind: 'input-ended', untilSample: SECOND }],
      ['0: |so long as', '0: so long [input-ended]'],
    ],
    ['keeps what is stable, whoever reads on', [reading(0, 'so long'), reading(0, 'so long as'), { kind: 'input-ended', untilSample: 0 }], ['0: |so long', '0: so long|as', '0: so long [input-ended]']],
    ['takes back what it leaves whole to others', [reading(0, 'so'), { kind: 'input-ended', untilSample: 0 }], ['0: |so', '0: retracted']],
    ['a missing final reading is made up for', [reading(0, 'one'), reading(1, 'two', true)], ['0: |one', '0: one [input-ended]', '1: two [endpoint]']],
    ['a late reading of an old segment changes nothing', [reading(0, 'one', true), reading(0, 'won', true)], ['0: one [endpoint]']],
  ])('%s', (_, events, expected) => {
    expect(run(events).map(shown)).toEqual(expected);
  });

  test.each([
    [1, ['0: we|th', '0: we|thank', '0: we thank|you', '0: we thank you|all']],
    [2, ['0: |we th', '0: we|thank', '0: we thank|you', '0: we thank you|all']],
    [3, ['0: |we th', '0: |we thank', '0: we|thank you', '0: we thank|you all']],
  ])('shows as stable what %i readings in a row agree on', (agreement, expected) => {
    const readings = ['we th', 'we thank', 'we thank you', 'we thank you all'].map((said) => reading(0, said));
    expect(run(readings, agreement).map(shown)).toEqual(expected);
  });

  test('knows what would be committed now', () => {
    const [state] = step(step(initialCommitState, reading(0, 'one two'), options)[0], reading(0, 'one two three'), options);
    expect(text(openWords(state))).toBe('one two three');
  });

  test('text that was stable never changes, it only grows or turns out to be said by nobody, and every piece ends once', () => {
    const word = fc.constantFrom('a', 'b', 'c');
    const event: fc.Arbitrary<CommitEvent> = fc.oneof(
      { weight: 20, arbitrary: fc.record({ segment: fc.integer({ min: 0, max: 4 }), said: fc.array(word, { maxLength: 14 }), final: fc.boolean() }).map(({ segment, said, final }) => reading(segment, said.join(' '), final)) },
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 4 }).map(refusal) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 200_000 }).map((untilSample): CommitEvent => ({ kind: 'input-ended', untilSample })) },
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), fc.integer({ min: 1, max: 3 }), (events, agreement) => {
        const stable = new Map<number, string[]>();
        const ended = new Set<number>();
        let newest = 0;
        for (const action of run(events, agreement)) {
          expect(ended.has(action.piece)).toBe(false);
          expect(action.piece).toBeGreaterThanOrEqual(newest);
          newest = action.piece;
          const before = stable.get(action.piece) ?? [];
          const words = action.kind === 'retract' ? [] : action.kind === 'commit' ? action.words : action.stable;
          const now = words.map((said) => said.text);
          const takenBack = action.kind === 'retract' && events.some((one) => one.kind === 'reading' && one.reading.refused);
          expect(now.slice(0, before.length)).toEqual(takenBack ? [] : before);
          expect(action.kind === 'commit' && now.length === 0).toBe(false);
          stable.set(action.piece, now);
          if (action.kind !== 'partial') ended.add(action.piece);
        }
      }),
      { numRuns: 500 },
    );
  });
});
