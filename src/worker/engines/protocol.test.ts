import { expect, test } from 'vitest';
import { FromEngineHost } from './protocol.ts';

test.each([
  [22_050, true],
  [48_000, true],
  [0, false],
  [1, false],
  [0xffff_ffff, false],
  [Number.NaN, false],
])('speech of %d Hz is taken: %s', (sampleRateHz, taken) => {
  expect(FromEngineHost.safeParse({ type: 'speech', requestId: 1, samples: new Int16Array(10), sampleRateHz }).success).toBe(taken);
});
