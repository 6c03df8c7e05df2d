import { describe, expect, test } from 'vitest';
import { SpeechShare } from './speech-share.ts';
import type { Spoken, SpokenTimes } from './speech-tracker.ts';

const speaker = { identity: 'speaker:a', name: 'A', language: 'en', trackSid: 'TR_a' };
const times = (speechStartArrivedMs: number): SpokenTimes => ({
  wordCount: 1,
  mediaStartMs: 0,
  mediaEndMs: 0,
  speechStartArrivedMs,
  speechEndArrivedMs: speechStartArrivedMs,
  speechDetectedMs: undefined,
  firstPartialMs: undefined,
  recognisedMs: 0,
  recogniserComputeMs: 0,
});
const partial = (segmentId: string, startMs: number): Spoken => ({ segmentId, speaker, kind: 'partial', stable: '', unstable: 'word', times: times(startMs) });
const committed = (segmentId: string, startMs: number): Spoken => ({ segmentId, speaker, kind: 'committed', text: 'word', startsSentence: true, times: times(startMs), by: 'endpoint' });
const retracted = (segmentId: string, startMs: number): Spoken => ({ segmentId, speaker, kind: 'retracted', times: times(startMs) });
const expected = (segmentId: string): Spoken => ({ segmentId, speaker, kind: 'expected', text: 'word', startsSentence: true });

const both = () => ({ first: new SpeechShare({ successor: false }), second: new SpeechShare({ successor: true }) });

describe('SpeechShare', () => {
  test('until speech is divided all of it is the first one’s', () => {
    const { first, second } = both();
    for (const spoken of [partial('s1', 10), expected('s1'), committed('s1', 10), retracted('s2', 20)]) {
      expect([first.has(spoken), second.has(spoken)]).toEqual([true, false]);
    }
  });

  test('afterwards it is by when it began, and never both nor nobody', () => {
    const { first, second } = both();
    first.divideAt(1_000);
    second.divideAt(1_000);
    for (const startMs of [0, 999.9, 1_000, 1_000.1, 5_000]) {
      for (const spoken of [partial(`p${startMs}`, startMs), committed(`c${startMs}`, startMs), retracted(`r${startMs}`, startMs)]) {
        expect([first.has(spoken), second.has(spoken)]).toEqual(startMs < 1_000 ? [true, false] : [false, true]);
      }
    }
  });

  test('a segment that is being shown stays with who shows it, wherever a later reading places its beginning', () => {
    const { first } = both();
    first.has(partial('s1', 990));
    first.divideAt(1_000);
    expect([first.has(partial('s1', 1_005)), first.has(expected('s1')), first.has(committed('s1', 1_005))]).toEqual([true, true, true]);
    expect(first.has(partial('s1', 1_005))).toBe(false);
  });

  test('when no successor comes all of it is the first one’s again', () => {
    const { first } = both();
    first.divideAt(1_000);
    expect(first.has(partial('s1', 2_000))).toBe(false);
    first.keepAll();
    expect([first.has(partial('s1', 2_000)), first.has(expected('s2')), first.has(committed('s1', 2_000))]).toEqual([true, true, true]);
  });

  test('what is made ahead afterwards is the successor’s', () => {
    const { first, second } = both();
    first.divideAt(1_000);
    second.divideAt(1_000);
    expect([first.has(expected('s9')), second.has(expected('s9'))]).toEqual([false, true]);
  });

  test('who has succeeded another is succeeded in its turn: what began before the second moment stays with it', () => {
    const { second } = both();
    const third = new SpeechShare({ successor: true });
    expect(second.divideAt(1_000)).toBe('successor');
    second.has(partial('s1', 1_990));
    expect([second.divideAt(2_000), third.divideAt(2_000)]).toEqual(['predecessor', 'successor']);
    const owners = (spoken: Spoken) => [second.has(spoken), third.has(spoken)];
    expect(owners(committed('s1', 1_990))).toEqual([true, false]);
    expect(owners(partial('s2', 2_000))).toEqual([false, true]);
    expect(owners(expected('s3'))).toEqual([false, true]);
    expect(owners(partial('s4', 990))).toEqual([false, false]);
  });

  test('a predecessor that is gone after the division leaves what it had to the successor', () => {
    const { second } = both();
    second.divideAt(1_000);
    expect(second.divideAt(0)).toBe('successor');
    expect([second.has(partial('s1', 990)), second.has(partial('s2', 3_000)), second.has(expected('s3'))]).toEqual([true, true, true]);
  });

  test('a successor whose own successor does not come keeps all that is its own', () => {
    const { second } = both();
    second.divideAt(1_000);
    second.divideAt(2_000);
    second.keepAll();
    expect([second.has(partial('s1', 990)), second.has(partial('s2', 3_000)), second.has(expected('s3'))]).toEqual([false, true, true]);
  });
});
