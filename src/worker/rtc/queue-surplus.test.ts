import { expect, test } from 'vitest';
import { QueueSurplus } from './queue-surplus.ts';

const confirm = (surplus: QueueSurplus, times: number, afterMs: number): void => {
  for (let n = 0; n < times; n++) surplus.confirmed(afterMs);
};

test('writes that all wait for the queue to be played down tell of a frame too many', () => {
  const surplus = new QueueSurplus();
  confirm(surplus, 49, 7.9);
  expect(surplus.there).toBe(false);
  confirm(surplus, 1, 7.9);
  expect(surplus.there).toBe(true);
});

test('one that is confirmed at once among slow ones was only a busy machine', () => {
  const surplus = new QueueSurplus();
  confirm(surplus, 49, 12);
  surplus.confirmed(0.4);
  confirm(surplus, 49, 12);
  expect(surplus.there).toBe(false);
});

test('after a frame was left out it is judged anew', () => {
  const surplus = new QueueSurplus();
  confirm(surplus, 60, 8);
  surplus.removed();
  expect(surplus.there).toBe(false);
  confirm(surplus, 50, 8);
  expect(surplus.there).toBe(true);
});
