import { expect, test } from 'vitest';
import { KNOWN_WAY, segmentTrace } from './fixtures/segment-trace.ts';
import { stageEstimates, stageSpans } from './stage-spans.ts';

test('the stages follow each other without gap from the end of speech to the first sample out', () => {
  expect(stageSpans(segmentTrace({ es: { translatedMs: 2_200, firstAudioMs: 2_280, firstSampleOutMs: 2_300 } }), 'channel:es')).toEqual([
    { stage: 'recogniser', startMs: 2_000, endMs: 2_100 },
    { stage: 'stability', startMs: 2_100, endMs: 2_150 },
    { stage: 'translator', startMs: 2_150, endMs: 2_200 },
    { stage: 'voice', startMs: 2_200, endMs: 2_280 },
    { stage: 'queue', startMs: 2_280, endMs: 2_300 },
  ]);
});

test('a stage that was over before the speech ended is left out, and the next begins where speech ended', () => {
  expect(stageSpans(segmentTrace({ es: { translatedMs: 2_050 } }, { recognisedMs: 1_900, committedMs: 1_950 }), 'channel:es')).toEqual([{ stage: 'translator', startMs: 2_000, endMs: 2_050 }]);
});

test('what the trace does not tell belongs to the next stage', () => {
  const { recognisedMs: _, ...trace } = segmentTrace({ es: {} });
  expect(stageSpans(trace, 'channel:es')).toEqual([{ stage: 'stability', startMs: 2_000, endMs: 2_150 }]);
});

test('the floor ends with its text, and a language that is not meant has the floor alone', () => {
  const trace = segmentTrace({ es: { translatedMs: 2_200 } });
  expect(stageSpans(trace, 'floor').map(({ stage }) => stage)).toEqual(['recogniser', 'stability']);
  expect(stageSpans(trace, 'channel:ca')).toEqual(stageSpans(trace, 'floor'));
});

const said = { translatedMs: 2_200, firstAudioMs: 2_280, firstSampleOutMs: 2_300 };

test('the estimated ways come before the arrival and after the first sample out', () => {
  const spans = stageSpans(segmentTrace({ es: said }, KNOWN_WAY), 'channel:es');
  expect(spans[0]).toEqual({ stage: 'networkIn', startMs: 1_955, endMs: 2_000 });
  expect(spans.slice(-2)).toEqual([
    { stage: 'networkOut', startMs: 2_300, endMs: 2_332 },
    { stage: 'playout', startMs: 2_332, endMs: 2_392 },
  ]);
});

test('of what was not spoken only the way in is estimated', () => {
  const trace = segmentTrace({ es: { translatedMs: 2_200 } }, KNOWN_WAY);
  for (const track of ['floor', 'channel:es']) expect(stageEstimates(trace, track)).toEqual({ networkIn: 45 });
  expect(stageSpans(trace, 'floor').map(({ stage }) => stage)).toEqual(['networkIn', 'recogniser', 'stability']);
});

test.each([
  ['nothing is known', {}, { networkIn: undefined, networkOut: undefined, playout: undefined }],
  ['this console had no round trip', { ...KNOWN_WAY, wayOut: { playoutMs: 60 } }, { networkIn: 45, networkOut: undefined, playout: 60 }],
  ['the session had none', { wayOut: KNOWN_WAY.wayOut }, { networkIn: undefined, networkOut: undefined, playout: 60 }],
])('a way of which one half is not known is not known: %s', (_, way, expected) => {
  const trace = segmentTrace({ es: said }, way);
  expect(stageEstimates(trace, 'channel:es')).toStrictEqual(expected);
  expect(stageSpans(trace, 'channel:es').some(({ stage }) => stage === 'networkOut')).toBe(false);
});
