import { expect, test } from 'vitest';
import type { SegmentTrace } from '../../shared/live/trace.ts';
import { type HeardTrace, heardTraces } from './heard-traces.ts';
import type { WayOut } from './monitor/way-out.ts';

const trace = (segmentId: string, done: boolean): SegmentTrace => ({
  segmentId,
  speakerIdentity: 'speaker:a',
  sourceLanguage: 'en',
  wordCount: 1,
  mediaStartMs: 0,
  mediaEndMs: 0,
  speechStartArrivedMs: 0,
  speechEndArrivedMs: 0,
  committedMs: 0,
  committedBy: 'endpoint',
  languages: [],
  done,
});

const told = (...steps: ReadonlyArray<readonly [trace: SegmentTrace, wayOut: WayOut]>) =>
  steps.reduce<readonly HeardTrace[]>((traces, [next, wayOut]) => heardTraces(traces, next, wayOut), []).map(({ segmentId, done, wayOut }) => [segmentId, done, wayOut]);

const NEAR: WayOut = { networkMs: 25, playoutMs: 40 };
const FAR: WayOut = { networkMs: 90, playoutMs: 120 };

test('a segment that advances stays in its place and is marked with the way of now', () => {
  expect(told([trace('a', false), NEAR], [trace('b', false), NEAR], [trace('a', true), FAR])).toEqual([['a', true, FAR], ['b', false, NEAR]]);
});

test('a way that is not known any more is as it was, and one that never was stays unknown', () => {
  expect(told([trace('a', false), NEAR], [trace('a', true), { networkMs: 90 }], [trace('b', true), {}])).toEqual([['a', true, { networkMs: 90, playoutMs: 40 }], ['b', true, {}]]);
});

test('what is told again after it was over keeps the way on which it was heard', () => {
  expect(told([trace('a', true), NEAR], [trace('b', true), {}], [trace('a', true), FAR], [trace('b', true), FAR])).toEqual([['a', true, NEAR], ['b', true, {}]]);
});

test('the newest 200 are kept', () => {
  const ids = Array.from({ length: 201 }, (_, index) => String(index));
  expect(told(...ids.map((id) => [trace(id, true), NEAR] as const)).map(([id]) => id)).toEqual(ids.slice(1));
});
