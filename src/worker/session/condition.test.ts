import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { Condition } from './condition.ts';

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

function waiting(signal?: AbortSignal) {
  const condition = new Condition();
  const world = { holds: false };
  const told: boolean[] = [];
  void condition.until(() => world.holds, 1_000, signal).then((held) => told.push(held));
  return { condition, world, told };
}

test('what holds already is not waited for', async () => {
  await expect(new Condition().until(() => true, 1_000)).resolves.toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('whoever waits is told once it holds, and not before', async () => {
  const { condition, world, told } = waiting();
  condition.changed();
  await vi.advanceTimersByTimeAsync(900);
  expect(told).toEqual([]);
  world.holds = true;
  condition.changed();
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual([true]);
  expect(vi.getTimerCount()).toBe(0);
});

test('it is waited for no longer than is wanted', async () => {
  const { told } = waiting();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual([false]);
});

test('nor once nobody wants it any more', async () => {
  const unwanted = new AbortController();
  const { told } = waiting(unwanted.signal);
  unwanted.abort();
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual([false]);
  expect(vi.getTimerCount()).toBe(0);
});

test('nor after the end, whatever comes true then', async () => {
  const { condition, told } = waiting();
  condition.close();
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual([false]);
  await expect(condition.until(() => true, 1_000)).resolves.toBe(false);
});
