import { expect, test } from 'vitest';
import { MissingSound, type MissingSoundFigures } from './missing-sound.ts';

/** What is found when the session worker says once a second how much it never wrote. */
function written(...looks: readonly number[]): MissingSoundFigures {
  const missing = new MissingSound();
  for (const unwrittenMs of looks) missing.takeWritten({ unwrittenMs });
  return missing.figures;
}

/** The same of the probe: samples made up, samples in all, and the how manieth subscription. */
function received(...looks: ReadonlyArray<readonly [concealedSamples: number | undefined, totalSamples: number, subscriptions?: number]>): MissingSoundFigures {
  const missing = new MissingSound();
  for (const [concealedSamples, totalSamples, subscriptions = 1] of looks) missing.takeReceived({ concealedSamples, totalSamples, subscriptions });
  return missing.figures;
}

test.each([
  ['one look tells nothing', written(70), {}],
  ['all of it', written(70, 70, 70), { unwrittenMs: 0, worstSecondMs: 0 }],
  ['the worker stood still, twice', written(70, 570, 570, 670), { unwrittenMs: 600, worstSecondMs: 500 }],
  ['another worker', written(70, 20, 20), { unwrittenMs: 0, worstSecondMs: 0 }],
])('of what is written: %s', (_, found, expected) => expect(found).toEqual(expected));

test.each([
  ['one look tells nothing', received([0, 480_000]), {}],
  ['nothing was made up', received([960, 480_000], [960, 528_000]), { concealedMs: 0, worstSecondMs: 0 }],
  ['something was, twice', received([0, 480_000], [4_800, 528_000], [14_400, 576_000]), { concealedMs: 300, worstSecondMs: 200 }],
  ['the first seconds are those of joining', received([0, 48_000], [9_600, 96_000], [9_600, 383_999]), {}],
  ['another subscription', received([0, 480_000, 1], [9_600, 960_000, 2], [9_600, 1_008_000, 2]), { concealedMs: 0, worstSecondMs: 0 }],
  ['WebRTC does not tell', received([undefined, 480_000], [undefined, 528_000]), {}],
])('of what is received: %s', (_, found, expected) => expect(found).toEqual(expected));
