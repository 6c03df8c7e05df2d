import { expect, test } from 'vitest';
import { KNOWN_WAY, segmentTrace } from './fixtures/segment-trace.ts';
import { waterfall } from './waterfall-model.ts';

const spoken = { outcome: 'spoken', translatedMs: 2_200, firstAudioMs: 2_280, firstSampleOutMs: 2_300 } as const;

test('the axis begins at the end of speech, newest segment first', () => {
  const { rows } = waterfall([segmentTrace({ es: spoken }, { segmentId: 'old' }), segmentTrace({ es: { outcome: 'dropped' } }, { segmentId: 'new' })], 'channel:es', 'speech-end');
  expect(rows.map(({ segmentId, outcome, endMs }) => [segmentId, outcome, endMs])).toEqual([
    ['new', 'dropped', 150],
    ['old', 'spoken', 300],
  ]);
  expect(rows[1]?.stages[0]).toEqual({ stage: 'recogniser', startMs: 0, endMs: 100 });
  expect(rows[1]?.speech).toEqual({ startMs: 0, endMs: 0 });
});

test('from the first word the speech itself comes before the stages', () => {
  const [row] = waterfall([segmentTrace({ es: spoken })], 'channel:es', 'first-word').rows;
  expect(row?.speech).toEqual({ startMs: 0, endMs: 1_000 });
  expect(row?.stages.at(-1)).toEqual({ stage: 'queue', startMs: 1_280, endMs: 1_300 });
});

test('a segment that was not meant for the channel is not there; on the floor all are', () => {
  const traces = [segmentTrace({ ca: spoken })];
  expect(waterfall(traces, 'channel:es', 'speech-end').rows).toEqual([]);
  expect(waterfall(traces, 'floor', 'speech-end').rows).toMatchObject([{ outcome: 'text', endMs: 150 }]);
});

test('one segment that was very late does not flatten the others', () => {
  const traces = Array.from({ length: 5 }, (_, index) => segmentTrace({ es: { ...spoken, firstSampleOutMs: index === 1 ? 30_000 : 2_700 } }));
  expect(waterfall(traces, 'channel:es', 'speech-end')).toMatchObject({ scaleMs: 2_000, tickMs: 500 });
});

test('without a segment there is still an axis', () => {
  expect(waterfall([], 'floor', 'speech-end')).toEqual({ rows: [], scaleMs: 500, tickMs: 100 });
});

test('with the way in known, the axis begins where the speaker’s sound left the media server', () => {
  const traces = [segmentTrace({ es: spoken }, KNOWN_WAY)];
  const [late] = waterfall(traces, 'channel:es', 'speech-end').rows;
  expect(late?.stages[0]).toEqual({ stage: 'networkIn', startMs: 0, endMs: 45 });
  expect(late?.stages.at(-1)).toEqual({ stage: 'playout', startMs: 377, endMs: 437 });
  expect(late).toMatchObject({ speech: { startMs: 0, endMs: 0 }, unknown: [], endMs: 437 });
  expect(waterfall(traces, 'channel:es', 'first-word').rows[0]).toMatchObject({ speech: { startMs: 0, endMs: 1_000 }, endMs: 1_437 });
});

test('a row names the ways that are not known', () => {
  const unknownOf = (track: string, way = {}) => waterfall([segmentTrace({ es: spoken }, way)], track, 'speech-end').rows[0]?.unknown;
  expect(unknownOf('channel:es')).toEqual(['networkIn', 'networkOut', 'playout']);
  expect(unknownOf('channel:es', { ...KNOWN_WAY, wayOut: {} })).toEqual(['networkOut', 'playout']);
  expect(unknownOf('floor')).toEqual(['networkIn']);
});
