import { defineConfig } from 'vitest/config';
import { pathWithDataFolder } from './scripts/paths.mjs';

process.env['PATH'] = pathWithDataFolder();

/** What a test waits for is a matter of milliseconds on a machine that has nothing else to do. */
const expectation = { poll: { timeout: 5_000 } };

/**
 * `unit`: beside the source, no livekit-server and no build, seconds. `integration`: the built processes, the real
 * livekit-server, real media; one file at a time, because two rehearsals on two cores measure each other.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.mjs', 'bench/**/*.test.ts'],
          exclude: ['src/**/*.integration.test.ts'],
          testTimeout: 20_000,
          expect: expectation,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['src/**/*.integration.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: expectation,
        },
      },
    ],
  },
});
