import { expect, test } from 'vitest';
import { ConnectionHistoryStore, HISTORY_SAMPLES } from './connection-history.ts';
import type { ConnectionSample } from './stats-delta.ts';

const sample = (atMs: number): ConnectionSample => ({
  atMs,
  rttMs: undefined,
  lossPercent: undefined,
  jitterMs: undefined,
  concealedPercent: undefined,
  jitterBufferMs: undefined,
  listeningMos: undefined,
  conversationalMos: undefined,
});

test('holds ten minutes and lets the oldest go', () => {
  const store = new ConnectionHistoryStore();
  for (let second = 0; second < HISTORY_SAMPLES + 5; second++) store.add(sample(second), undefined);
  const { samples } = store.getSnapshot();
  expect(samples).toHaveLength(HISTORY_SAMPLES);
  expect(samples[0]?.atMs).toBe(5);
  expect(samples.at(-1)?.atMs).toBe(HISTORY_SAMPLES + 4);
});

test('is a new object after a change and the same one without', () => {
  const store = new ConnectionHistoryStore();
  let calls = 0;
  const stop = store.subscribe(() => calls++);
  const before = store.getSnapshot();
  expect(store.getSnapshot()).toBe(before);
  store.mark({ atMs: 1, kind: 'lost' });
  expect(store.getSnapshot()).not.toBe(before);
  stop();
  store.clear();
  expect(calls).toBe(1);
  expect(store.getSnapshot()).toEqual({ samples: [], events: [], path: undefined });
});
