import { expect, test } from 'vitest';
import type { ConnectionSample } from './stats-delta.ts';
import { wayOutOf } from './way-out.ts';

const second = (rttMs: number | undefined, jitterBufferMs: number | undefined): ConnectionSample => ({
  atMs: 0,
  rttMs,
  jitterBufferMs,
  lossPercent: undefined,
  jitterMs: undefined,
  concealedPercent: undefined,
  listeningMos: undefined,
  conversationalMos: undefined,
});

test.each([
  ['nothing was measured', [], {}],
  ['nothing was known', [second(undefined, undefined)], {}],
  ['half a round trip and a packet of Opus, and the jitter buffer', [second(30, 60)], { networkMs: 35, playoutMs: 60 }],
  ['a round trip of nothing is known', [second(0, undefined)], { networkMs: 20 }],
  ['nobody spoke in the newest second', [second(30, 60), second(30, undefined)], { networkMs: 35, playoutMs: 60 }],
  ['one slow second', [second(30, 60), second(900, 500), second(34, 64)], { networkMs: 37, playoutMs: 64 }],
  ['what was longer than ten seconds ago', [second(30, 60), ...Array.from({ length: 10 }, () => second(undefined, 80))], { playoutMs: 80 }],
])('%s', (_, samples, expected) => {
  expect(wayOutOf(samples)).toEqual(expected);
});
