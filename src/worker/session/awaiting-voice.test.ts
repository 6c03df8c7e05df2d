import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { AwaitingVoice } from './awaiting-voice.ts';

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

function waiting() {
  const said: string[] = [];
  const awaiting = new AwaitingVoice();
  return { said, awaiting, hold: (language: string, what: string, forMs = 1_000) => awaiting.hold(language, forMs, () => said.push(what)) };
}

test('each language is released by itself, oldest first, and only once', () => {
  const { said, awaiting, hold } = waiting();
  hold('es', 'uno');
  hold('fr', 'un');
  hold('es', 'dos');
  expect(awaiting.countOf('es')).toBe(2);
  awaiting.release('es');
  expect(said).toEqual(['uno', 'dos']);
  expect([awaiting.countOf('es'), awaiting.countOf('fr')]).toEqual([0, 1]);
  vi.advanceTimersByTime(1_000);
  expect(said).toEqual(['uno', 'dos', 'un']);
});

test('each waits for its own time', () => {
  const { said, awaiting, hold } = waiting();
  hold('es', 'uno', 400);
  hold('es', 'dos', 1_000);
  vi.advanceTimersByTime(400);
  expect(said).toEqual(['uno']);
  expect(awaiting.countOf('es')).toBe(1);
  vi.advanceTimersByTime(600);
  expect(said).toEqual(['uno', 'dos']);
  expect(awaiting.countOf('es')).toBe(0);
});

test('what is held again while others are released waits for the next time', () => {
  const { said, awaiting, hold } = waiting();
  const again = (): void => {
    said.push('uno');
    awaiting.hold('es', 1_000, again);
  };
  awaiting.hold('es', 1_000, again);
  hold('es', 'dos');
  awaiting.release('es');
  expect(said).toEqual(['uno', 'dos']);
  expect(awaiting.countOf('es')).toBe(1);
});

test('nothing is said or kept after the end', () => {
  const { said, awaiting, hold } = waiting();
  hold('es', 'uno');
  awaiting.close();
  hold('es', 'dos');
  vi.advanceTimersByTime(5_000);
  expect(said).toEqual([]);
});
