import { expect, test } from 'vitest';
import { USAGE } from '../src/main/web-host/parse-flags.ts';
import { webHostArgs, whyWebHost } from './which-host.mjs';

test.each([...USAGE.matchAll(/--[a-z-]+/g)].map(([flag]) => flag).concat('-h', '--port=5000'))('%s chooses the web host, which knows it', (flag) => {
  expect(whyWebHost([flag, 'value'], undefined)).toContain(flag.split('=')[0]);
  expect(webHostArgs([flag, 'value'])).toEqual([flag, 'value']);
});

test('--web chooses the web host and is not passed on', () => {
  expect(whyWebHost(['--web', '--inspect'], undefined)).toBe('it was asked for');
  expect(webHostArgs(['--web', '--inspect'])).toEqual(['--inspect']);
});

test('without such an argument it is Electron, where that can be', () => {
  expect(whyWebHost(['--inspect'], undefined)).toBeUndefined();
  expect(whyWebHost([], 'there is no display')).toBe('there is no display');
});
