import { expect, test } from 'vitest';
import { isLivePassed, liveLimitsPassed } from './live-bench.ts';

const LANGUAGES = ['es', 'ca', 'pt', 'fr'];
const usage = (cpuCores: number, residentMb: number) => ({ cpuCores, residentMb });
/** The limits are 1.2 cores and 700 MB: at both, not beyond. */
const FULL = { host: usage(9, 100), 'livekit-server': usage(9, 900), rehearsal: usage(9, 900), 'session-worker': usage(0.5, 200), 'engine-host': usage(0.5, 400), apertium: usage(0.2, 900) };

test.each([
  ['everything holds', LANGUAGES, FULL, []],
  ['the programs of a translator are part of the worker', LANGUAGES, { ...FULL, apertium: usage(0.3, 900) }, ['cores 1.3 of 1.2']],
  ['the host is part of the memory', LANGUAGES, { ...FULL, host: usage(9, 101) }, ['memory 701 of 700']],
  ['both', LANGUAGES, { ...FULL, 'engine-host': usage(1.5, 500) }, ['cores 2.2 of 1.2', 'memory 800 of 700']],
  ['a platform that does not tell', LANGUAGES, { host: {}, 'session-worker': {} }, []],
  ['they hold for four languages', [...LANGUAGES, 'de'], { ...FULL, 'engine-host': usage(1.5, 500) }, []],
])('limits of a live run: %s', (_, languages, processes, expected) => {
  expect(liveLimitsPassed({ languages, processes }).map(({ what, value, limit }) => `${what} ${Number(value.toFixed(3))} of ${limit}`)).toEqual(expected);
});

const HELD = { passed: [] };
test.each([
  ['all sizes', [HELD, HELD], true],
  ['one that did not come up', [HELD, { ...HELD, failure: 'No voice.' }], false],
  ['one beyond a limit', [{ passed: [{ what: 'memory', value: 701, limit: 700, unit: 'MB' } as const] }, HELD], false],
  ['none', [], false],
])('a live bench passes with what held: %s', (_, results, expected) => expect(isLivePassed(results)).toBe(expected));
