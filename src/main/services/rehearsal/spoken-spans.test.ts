import { describe, expect, test } from 'vitest';
import { fakeTrace, said } from './record-fixture.ts';
import { alignFloor } from './spoken-spans.ts';

const identity = 'speaker:anna';

describe('alignFloor', () => {
  test('a segment spans its first to its last word as they were spoken', () => {
    const script = { identity, words: said('Good morning, everyone. Welcome to the room.', 1_000) };
    const segments = [
      { trace: fakeTrace({ segmentId: 's1', speechStartArrivedMs: 1_050, speechEndArrivedMs: 2_000 }), text: 'good morning everyone' },
      { trace: fakeTrace({ segmentId: 's2', mediaStartMs: 1_000, speechStartArrivedMs: 2_050, speechEndArrivedMs: 3_300 }), text: 'welcome to the room' },
    ];
    expect(Object.fromEntries(alignFloor(script, segments).spans)).toEqual({
      s1: { firstWordStartMs: 1_000, lastWordEndMs: 1_850 },
      s2: { firstWordStartMs: 1_900, lastWordEndMs: 3_050 },
    });
  });

  test('a wrong word at the end still has a place, an invented segment has none', () => {
    const script = { identity, words: said('Good morning everyone', 0) };
    const segments = [
      { trace: fakeTrace({ segmentId: 's1', speechStartArrivedMs: 0, speechEndArrivedMs: 900 }), text: 'good morning anyone' },
      { trace: fakeTrace({ segmentId: 's2', mediaStartMs: 20_000, speechStartArrivedMs: 20_000, speechEndArrivedMs: 20_500 }), text: 'hm' },
    ];
    const { spans, steps } = alignFloor(script, segments);
    expect(spans.get('s1')?.lastWordEndMs).toBe(850);
    expect(spans.has('s2')).toBe(false);
    expect(steps.map(({ kind }) => kind)).toEqual(['match', 'match', 'substitution', 'insertion']);
  });

  test('segments of a later subscription, whose speaker time begins anew, come after those before it', () => {
    const segments = [
      { trace: fakeTrace({ segmentId: 's2', mediaStartMs: 0, speechStartArrivedMs: 2_050, speechEndArrivedMs: 3_300 }), text: 'welcome to the room' },
      { trace: fakeTrace({ segmentId: 's1', mediaStartMs: 60_000, speechStartArrivedMs: 1_050, speechEndArrivedMs: 2_000 }), text: 'good morning everyone' },
    ];
    const { steps } = alignFloor({ identity, words: said('Good morning, everyone. Welcome to the room.', 1_000) }, segments);
    expect(steps.every(({ kind }) => kind === 'match')).toBe(true);
  });

  test('another speaker’s segments are not looked at', () => {
    const segments = [{ trace: fakeTrace({ segmentId: 's1', speakerIdentity: 'speaker:mark' }), text: 'good' }];
    expect(alignFloor({ identity, words: said('good', 0) }, segments).spans.size).toBe(0);
  });

  test('a number is several words of one written', () => {
    const { steps } = alignFloor({ identity, words: said('in 25 years', 0) }, [{ trace: fakeTrace({ segmentId: 's1', speechEndArrivedMs: 900 }), text: 'in twenty five years' }]);
    expect(steps.every(({ kind }) => kind === 'match')).toBe(true);
  });
});
