import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CommitPolicy, defaultCommitOptions, initialCommitState, localAgreement } from '../stages/commit-policy.ts';
import { ArrivalLog } from './arrival-log.ts';
import { type Spoken, SpeechTracker } from './speech-tracker.ts';

/** What is heard in `readings` of one segment, by the usual policy; see {@link heardBy}. */
const heard = (...readings: readonly string[]): Spoken[] => heardBy(undefined, readings);

/** A tracker that hears `readings` of one segment, each one word of 100 ms after the other, the last one final. */
function heardBy(policy: CommitPolicy | undefined, readings: readonly string[]): Spoken[] {
  const spoken: Spoken[] = [];
  const speaker = { identity: 'speaker:anna', name: 'Anna', language: 'en', trackSid: 'TR_1' };
  const tracker = new SpeechTracker({ speaker, streamId: 's', arrivals: new ArrivalLog(16_000), onSpoken: (one) => spoken.push(one), ...(policy && { policy }) });
  tracker.started(0, 0);
  for (const [index, reading] of readings.entries()) {
    const final = index === readings.length - 1;
    const words = reading.split(' ').filter(Boolean).map((text, at) => ({ text, startSample: 1_600 * at, endSample: 1_600 * (at + 1) }));
    if (final) tracker.stopped(1_600 * words.length);
    tracker.read({ segment: 0, words, final, refused: false, pausing: final, heardSample: 1_600 * (index + 1) }, 1);
  }
  return spoken;
}

const caption = (one: Spoken): string => (one.kind === 'partial' ? `${one.stable}|${one.unstable}` : one.kind === 'committed' ? one.text : one.kind);

test('a recogniser that writes capitals only is written as one reads, and nothing is stable before that is known', () => {
  expect(heard('WE', 'WE THANK', 'WE THANK YOU', 'WE THANK YOU ALL', 'WE THANK YOU ALL').map(caption)).toEqual(['|WE', 'We thank|', 'We thank you|', 'We thank you all']);
  expect(heard('NATO and', 'NATO and we', 'NATO and we').map(caption)).toEqual(['|NATO', 'NATO and|', 'NATO and we']);
});

test('what is shown as stable never changes, whatever letters come', () => {
  const word = fc.constantFrom('WE', 'I', 'NATO', 'Thank', 'you', 'TWENTY', '25', '你好');
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
      const spoken = heard(...words.map((_, n) => words.slice(0, n + 1).join(' ')), words.join(' '));
      const last = spoken.at(-1)!;
      expect(last.kind).toBe('committed');
      let before = '';
      for (const one of spoken) {
        const now = one.kind === 'partial' ? one.stable : one.kind === 'committed' ? one.text : before;
        expect(before === '' || now === before || now.startsWith(`${before} `)).toBe(true);
        before = now;
      }
    }),
    { numRuns: 1_000 },
  );
});

test('words that are never shown are not taken back', () => {
  expect(heard('uh', '')).toEqual([]);
});

test('captions are written as one reads them, and a number only once it is complete', () => {
  const spoken = heard('we', 'we have', 'we have twenty', 'we have twenty five', 'we have twenty five guests', 'we have twenty five guests', 'we have twenty five guests');
  const partials = spoken.flatMap((one) => (one.kind === 'partial' ? [`${one.stable}|${one.unstable}`] : []));
  expect(partials).toEqual(['We|', 'We have|', 'We have|20', 'We have|25', 'We have|25']);
  expect(spoken.at(-1)).toMatchObject({ kind: 'committed', text: 'We have 25 guests' });
});

test('partials that turn out to be nothing are taken back', () => {
  const spoken = heard('uh huh', '');
  expect(spoken.map((one) => one.kind)).toEqual(['partial', 'retracted']);
  expect(spoken[1]!.segmentId).toBe(spoken[0]!.segmentId);
});

test('a piece that goes on with a sentence is said to, and begins without a capital', () => {
  const words = 'we have come a long way from where we were when all of this began and we will go on with it tomorrow morning'.split(' ');
  const soon = localAgreement({ ...defaultCommitOptions, cutBefore: { sentence: 16_000, clause: 16_000, phrase: 16_000, anyWord: 32_000 } });
  const spoken = heardBy(soon, [...words.map((_, index) => words.slice(0, index + 1).join(' ')), words.join(' ')]);
  const pieces = spoken.flatMap((one) => (one.kind === 'committed' ? [one] : []));
  expect(pieces.length).toBeGreaterThan(1);
  expect(pieces.map(({ startsSentence }) => startsSentence)).toEqual(pieces.map((_, index) => index === 0));
  expect(pieces.map(({ text }) => /^\p{Lu}/u.test(text))).toEqual(pieces.map(({ startsSentence }) => startsSentence));
});

test('a piece after the end of a sentence begins one', () => {
  const words = 'We have come a long way. and there is more to come'.split(' ');
  const spoken = heardBy(localAgreement({ ...defaultCommitOptions, cutBefore: { ...defaultCommitOptions.cutBefore, sentence: 8_000 } }), [...words.map((_, index) => words.slice(0, index + 1).join(' ')), words.join(' ')]);
  const pieces = spoken.flatMap((one) => (one.kind === 'committed' ? [[one.text, one.startsSentence]] : []));
  expect(pieces).toEqual([['We have come a long way.', true], ['And there is more to come', true]]);
});

test('what is final is decided by the policy that it is given', () => {
  const everyReading: CommitPolicy = {
    start: initialCommitState,
    step: (state, event) => (event.kind === 'reading' ? [{ ...state, piece: state.piece + 1 }, [{ kind: 'commit', piece: state.piece, words: event.reading.words, by: 'length' }]] : [state, []]),
  };
  const spoken = heardBy(everyReading, ['we', 'thank', 'you']);
  expect(spoken.map((one) => (one.kind === 'committed' ? `${one.segmentId} ${one.text} ${one.by}` : one.kind))).toEqual(['s-0-0 We length', 's-0-1 thank length', 's-0-2 you length']);
});

describe('since when something is being said that is not read to its end', () => {
  const open = () => {
    const arrivals = new ArrivalLog(16_000);
    for (let second = 1; second <= 20; second++) arrivals.note(second * 16_000, second * 1_000);
    const speaker = { identity: 'speaker:anna', name: 'Anna', language: 'en', trackSid: 'TR_1' };
    const tracker = new SpeechTracker({ speaker, streamId: 's', arrivals, onSpoken: () => undefined, policy: localAgreement({ ...defaultCommitOptions, cutBefore: { sentence: 16_000, clause: 16_000, phrase: 16_000, anyWord: 32_000 } }) });
    const read = (segment: number, text: string, final: boolean): void => {
      const words = text.split(' ').filter(Boolean).map((word, at) => ({ text: word, startSample: 16_000 * at, endSample: 16_000 * (at + 1) }));
      tracker.read({ segment, words, final, refused: false, pausing: final, heardSample: 16_000 * words.length }, 1);
    };
    return { tracker, read };
  };

  test('a reader that is behind has several of them, the oldest counts', () => {
    const { tracker, read } = open();
    expect(tracker.openSinceMs).toBeUndefined();
    tracker.started(32_000, 0);
    tracker.stopped(48_000);
    tracker.started(64_000, 0);
    expect(tracker.openSinceMs).toBeCloseTo(2_000, 0);
    read(0, 'one', true);
    expect(tracker.openSinceMs).toBeCloseTo(4_000, 0);
    tracker.stopped(80_000);
    read(1, '', true);
    expect(tracker.openSinceMs).toBeUndefined();
  });

  test('what was cut off a long one and committed is over', () => {
    const { tracker, read } = open();
    tracker.started(0, 0);
    const words = 'we have come a long way and there is more to come and more'.split(' ');
    for (const [index] of words.entries()) read(0, words.slice(0, index + 1).join(' '), false);
    expect(tracker.openSinceMs).toBeGreaterThan(3_000);
  });

  test('nothing is once the engines are gone', () => {
    const { tracker } = open();
    tracker.started(0, 0);
    tracker.lost(0);
    expect(tracker.openSinceMs).toBeUndefined();
  });
});
