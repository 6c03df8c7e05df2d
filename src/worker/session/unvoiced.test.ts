import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { Unvoiced } from './unvoiced.ts';

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

function waiting() {
  const said: string[] = [];
  const unvoiced = new Unvoiced(1_000);
  return { said, unvoiced, hold: (language: string, what: string) => unvoiced.hold(language, () => said.push(what)) };
}

test('each language is released by itself, oldest first, and only once', () => {
  const { said, unvoiced, hold } = waiting();
  hold('es', 'uno');
  hold('fr', 'un');
  hold('es', 'dos');
  unvoiced.release('es');
  expect(said).toEqual(['uno', 'dos']);
  expect([unvoiced.has('es'), unvoiced.has('fr')]).toEqual([false, true]);
  vi.advanceTimersByTime(1_000);
  expect(said).toEqual(['uno', 'dos', 'un']);
});

test('each waits for its own time', () => {
  const { said, unvoiced, hold } = waiting();
  hold('es', 'uno');
  vi.advanceTimersByTime(600);
  hold('es', 'dos');
  vi.advanceTimersByTime(400);
  expect(said).toEqual(['uno']);
  expect(unvoiced.has('es')).toBe(true);
  vi.advanceTimersByTime(600);
  expect(said).toEqual(['uno', 'dos']);
  expect(unvoiced.has('es')).toBe(false);
});

test('what is held while others are released waits for the next time', () => {
  const { said, unvoiced } = waiting();
  unvoiced.hold('es', () => {
    said.push('uno');
    if (said.length === 1) unvoiced.hold('es', () => said.push('dos'));
  });
  vi.advanceTimersByTime(1_000);
  expect(said).toEqual(['uno']);
  vi.advanceTimersByTime(1_000);
  expect(said).toEqual(['uno', 'dos']);
});

test('nothing is said once it is cleared', () => {
  const { said, unvoiced, hold } = waiting();
  hold('es', 'uno');
  unvoiced.clear();
  vi.advanceTimersByTime(5_000);
  expect(said).toEqual([]);
});
