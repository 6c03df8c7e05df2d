import { expect, test } from 'vitest';
import { SilenceTrimmer } from './silence-trimmer.ts';

const quiet = (samples: number): number[] => Array.from({ length: samples }, () => 5);
const loud = (samples: number): number[] => Array.from({ length: samples }, () => 3_000);
const pieces = (...all: number[][]): number[] => {
  const trimmer = new SilenceTrimmer();
  return all.map((piece) => trimmer.take(Int16Array.from(piece)).length);
};

test('the first sample is audible, but for a soft attack', () => {
  expect(pieces([...quiet(500), ...loud(100)])).toEqual([164]);
  expect(pieces(quiet(300), [...quiet(10), ...loud(50)])).toEqual([0, 60]);
});

test('a pause inside is kept, across pieces', () => {
  expect(pieces([...loud(100), ...quiet(40)], quiet(60), loud(10))).toEqual([100, 0, 110]);
});

test('silence at the end never comes', () => {
  expect(pieces(loud(100), quiet(60))).toEqual([100, 0]);
});
