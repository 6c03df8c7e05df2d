import { defineConfig } from '@playwright/test';
import type { ConsoleOptions } from './e2e/console.ts';
import { pathWithDataFolder } from './scripts/paths.mjs';

process.env['PATH'] = pathWithDataFolder();

/** These need a host that can be killed under its page, or a page over a host of the test's own. */
const webOnly = ['**/interruptions.spec.ts', '**/many-captions.spec.ts'];

/**
 * One suite, two hosts. `web` starts the built web host and opens it in Chromium; `electron` opens the same console in the
 * desktop app and runs only where Electron's program is installed (`npm test` says so when it is not).
 *
 * `screenshots` is no test: `npm run screenshots` runs it.
 *
 * One console at a time: a rehearsal runs in it, and two on one machine measure each other.
 */
export default defineConfig<ConsoleOptions, ConsoleOptions>({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'out/test-results',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  // A machine that belongs to others as well may be slow for a while: what hangs is found all the same.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  projects: [
    { name: 'web', use: { host: 'web' } },
    { name: 'electron', use: { host: 'electron' }, testIgnore: webOnly },
    { name: 'screenshots', testMatch: '**/*.shots.ts', use: { host: 'web', rehearsal: 'as shipped' } },
  ],
});
