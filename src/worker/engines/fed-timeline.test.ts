import { expect, test } from 'vitest';
import { FedTimeline } from './fed-timeline.ts';

test('without holes and padding both times run together', () => {
  const timeline = new FedTimeline();
  timeline.feed(1_000, 160);
  timeline.feed(1_160, 160);
  expect([0, 159, 320].map((fed) => timeline.toHeard(fed))).toEqual([1_000, 1_159, 1_320]);
});

test('after a hole the speaker is further than the recogniser', () => {
  const timeline = new FedTimeline();
  timeline.feed(0, 160);
  timeline.feed(5_000, 160);
  expect([100, 160, 200].map((fed) => timeline.toHeard(fed))).toEqual([100, 5_000, 5_040]);
});

test('what is placed in padding was said before it ended', () => {
  const timeline = new FedTimeline();
  timeline.feed(0, 160);
  timeline.pad(1_000);
  expect(timeline.toHeard(500)).toBe(500);
  timeline.feed(160, 160);
  expect([100, 500, 1_160, 1_200].map((fed) => timeline.toHeard(fed))).toEqual([100, 160, 160, 200]);
});

test('knows where padding is', () => {
  const timeline = new FedTimeline();
  timeline.feed(0, 160);
  timeline.pad(40);
  timeline.feed(160, 160);
  expect([timeline.paddedBetween(100, 160), timeline.paddedBetween(100, 161), timeline.paddedBetween(161, 300)]).toEqual([false, true, false]);
  timeline.forget();
  expect(timeline.paddedBetween(100, 161)).toBe(false);
});

test('the count goes on when a reading is forgotten', () => {
  const timeline = new FedTimeline();
  timeline.feed(0, 160);
  timeline.pad(40);
  timeline.feed(160, 160);
  timeline.forget();
  timeline.feed(320, 160);
  expect(timeline.fed).toBe(520);
  expect(timeline.toHeard(400)).toBe(360);
});
