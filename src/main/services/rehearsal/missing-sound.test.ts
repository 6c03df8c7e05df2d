import { expect, test } from 'vitest';
import { MissingSound, type MissingSoundFigures } from './missing-sound.ts';

/** What is found when the session worker says this once a second or so: time of the look, audio written, underruns. */
function written(...looks: ReadonlyArray<readonly [atMs: number, writtenMs: number, underruns: number]>): MissingSoundFigures {
  const missing = new MissingSound();
  for (const [atMs, writtenMs, underruns] of looks) missing.takeWritten({ atMs, writtenMs, underruns });
  return missing.figures;
}

/** The same of the probe: samples made up, samples in all, and the how manieth subscription. */
function received(...looks: ReadonlyArray<readonly [concealedSamples: number | undefined, totalSamples: number, subscriptions?: number]>): MissingSoundFigures {
  const missing = new MissingSound();
  for (const [concealedSamples, totalSamples, subscriptions = 1] of looks) missing.takeReceived({ concealedSamples, totalSamples, subscriptions });
  return missing.figures;
}

const whole = { underruns: 0, unwrittenMs: 0, worstSecondMs: 0 };

test.each([
  ['one look tells nothing', written([5_000, 4_000, 7]), {}],
  ['all was written, with frames that wait', written([5_000, 4_010, 7], [6_000, 5_000, 7], [7_000, 6_010, 7]), whole],
  ['the worker stood still', written([5_000, 4_000, 7], [6_500, 5_000, 8], [7_500, 6_000, 8]), { underruns: 1, unwrittenMs: 500, worstSecondMs: 500 }],
  ['it stood still, and the look came before the write', written([5_000, 4_000, 7], [6_500, 5_000, 7], [7_500, 6_000, 8], [8_500, 7_000, 9]), { underruns: 2, unwrittenMs: 500, worstSecondMs: 500 }],
  ['a second time', written([0, 0, 0], [1_100, 1_000, 1], [2_400, 2_000, 2]), { underruns: 2, unwrittenMs: 400, worstSecondMs: 300 }],
  ['the wall clock was set', written([5_000, 4_000, 7], [66_000, 5_000, 7], [67_000, 6_000, 7]), whole],
  ['a frame that was written, and refused', written([5_000, 4_000, 7], [6_000, 5_000, 8]), { ...whole, underruns: 1 }],
  ['another worker', written([5_000, 4_000, 7], [9_000, 100, 2], [10_000, 1_100, 2]), whole],
])('of what is written: %s', (_, found, expected) => expect(found).toEqual(expected));

test.each([
  ['one look tells nothing', received([0, 480_000]), {}],
  ['nothing was made up', received([960, 480_000], [960, 528_000]), { concealedMs: 0, worstSecondMs: 0 }],
  ['something was, twice', received([0, 480_000], [4_800, 528_000], [14_400, 576_000]), { concealedMs: 300, worstSecondMs: 200 }],
  ['the first seconds are those of joining', received([0, 48_000], [9_600, 96_000], [9_600, 383_999]), {}],
  ['another subscription', received([0, 480_000, 1], [9_600, 960_000, 2], [9_600, 1_008_000, 2]), { concealedMs: 0, worstSecondMs: 0 }],
  ['WebRTC does not tell', received([undefined, 480_000], [undefined, 528_000]), {}],
])('of what is received: %s', (_, found, expected) => expect(found).toEqual(expected));
