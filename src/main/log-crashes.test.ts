import type { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { logCrashes } from './log-crashes.ts';
import { openLog } from './open-log.ts';
import { testFolder } from './test-host.ts';

test('what ends the process stands in its log at once, with its stack', async () => {
  const folder = await testFolder();
  const listeners = process.listenerCount('uncaughtExceptionMonitor');
  const stop = logCrashes(openLog(folder));
  // What Node does first when nothing catches a failure; throwing for real would end the test's own process.
  (process as EventEmitter).emit('uncaughtExceptionMonitor', new Error('the floor gave way'), 'uncaughtException');
  stop();
  const lines = (await readFile(join(folder, 'logs/host.log'), 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as { level: number; origin: string; err: { message: string; stack: string } });
  expect(lines).toMatchObject([{ level: 60, origin: 'uncaughtException', err: { message: 'the floor gave way', stack: expect.stringContaining('log-crashes.test.ts') as string } }]);
  expect(process.listenerCount('uncaughtExceptionMonitor')).toBe(listeners);
});
