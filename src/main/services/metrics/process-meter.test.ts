import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { ProcessMeter } from './process-meter.ts';

test('measures a process together with what it has started', async () => {
  const burn = `const end = Date.now() + 30000; (function turn() { const stop = Date.now() + 20; while (Date.now() < stop); if (Date.now() < end) setTimeout(turn, 20); })();`;
  const parent = spawn(process.execPath, ['-e', `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(burn)}]);console.log('up');process.on('SIGTERM',()=>process.exit());setInterval(()=>{},1000)`], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  await once(parent.stdout, 'data');
  const failures: unknown[] = [];
  const meter = new ProcessMeter((thrown) => failures.push(thrown));
  onTestFinished(async () => {
    process.kill(-parent.pid!, 'SIGKILL');
    await meter[Symbol.asyncDispose]();
  });
  meter.watch(() => [
    { name: 'tree', pid: parent.pid! },
    { name: 'me', pid: process.pid, room: 'main' },
    { name: 'gone', pid: 4_194_000 },
  ]);

  await expect.poll(() => meter.usage.current?.find(({ name }) => name === 'tree')?.cpuCores ?? 0, { timeout: 8_000, interval: 100 }).toBeGreaterThan(0.1);

  const usage = meter.usage.current!;
  expect(usage.map(({ name, room }) => [name, room])).toEqual([['tree', undefined], ['me', 'main']]);
  // Two Node processes: more than one could need for itself.
  expect(usage[0]!.residentMb).toBeGreaterThan(60);
  expect(usage[0]!.cpuCores).toBeLessThan(1.5);
  expect(failures).toEqual([]);
});
