import { describe, expect, test } from 'vitest';
import { reachableBounds } from './window-bounds.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const projector = { x: 1440, y: 0, width: 1920, height: 1080 };

describe('reachableBounds', () => {
  test.for([
    ['on the only screen', { x: 10, y: 30, width: 1200, height: 800 }, [laptop], true],
    ['on the second screen', { x: 1500, y: 0, width: 1200, height: 800 }, [laptop, projector], true],
    ['on a screen that was taken away', { x: 1500, y: 0, width: 1200, height: 800 }, [laptop], false],
    ['with a corner left to hold', { x: 1340, y: 500, width: 1200, height: 800 }, [laptop], true],
    ['almost out to the side', { x: 1400, y: 500, width: 1200, height: 800 }, [laptop], false],
    ['with the title bar above the screen', { x: 10, y: -300, width: 1200, height: 800 }, [laptop], false],
    ['with the title bar below the screen', { x: 10, y: 880, width: 1200, height: 800 }, [laptop], false],
  ] as const)('%s', ([, kept, workAreas, kept_]) => {
    expect(reachableBounds(kept, workAreas)).toEqual(kept_ ? kept : undefined);
  });

  test('a first start has none', () => {
    expect(reachableBounds(undefined, [laptop])).toBeUndefined();
  });
});
