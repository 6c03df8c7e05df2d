import { describe, expect, test } from 'vitest';
import { outOfSight } from './strip-place.ts';

describe('outOfSight', () => {
  const view = { top: 100, bottom: 500 };

  test.each([
    ['within the view', { top: 200, bottom: 275 }, undefined],
    ['scrolled past', { top: 0, bottom: 75 }, 'above'],
    ['further down', { top: 600, bottom: 675 }, 'below'],
    ['cut at the top, by less than half', { top: 70, bottom: 150 }, undefined],
    ['cut at the top, by more than half', { top: 50, bottom: 130 }, 'above'],
    ['cut at the bottom, by less than half', { top: 450, bottom: 530 }, undefined],
    ['cut at the bottom, by more than half', { top: 470, bottom: 550 }, 'below'],
  ])('%s', (_, strip, expected) => {
    expect(outOfSight(strip, view)).toBe(expected);
  });
});
