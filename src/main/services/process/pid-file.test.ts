import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { claimPidFile, endLeftovers, readLivePidFile, writePidFile } from './pid-file.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'pid-file-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function sleeper(script = 'setInterval(() => {}, 1000)') {
  const child = spawn(process.execPath, ['-e', `${script};console.log('up')`], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return { child, pid: child.pid!, exited: once(child, 'exit') };
}

test('the next start ends what a killed host left behind', async () => {
  const run = await folder();
  const { pid, exited } = await sleeper();
  await writePidFile(join(run, 'node.json'), 'node', pid);

  expect(await endLeftovers(run)).toEqual(['node']);

  await exited;
  expect(await readdir(run)).toEqual([]);
});

test('a process that ignores SIGTERM is killed after the grace', async () => {
  const run = await folder();
  const { pid, exited } = await sleeper(`process.on('SIGTERM', () => {});setInterval(() => {}, 1000)`);
  await writePidFile(join(run, 'node.json'), 'node', pid);

  await endLeftovers(run, 300);

  expect((await exited)[1]).toBe('SIGKILL');
});

test('a recycled process number is never touched', async () => {
  const run = await folder();
  const { pid, child } = await sleeper();
  const path = join(run, 'node.json');
  await writePidFile(path, 'node', pid);
  const noted = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  await writeFile(path, JSON.stringify({ ...noted, identity: `${String(noted['identity'])}0` }));

  expect(await readLivePidFile(path)).toBeUndefined();
  expect(await endLeftovers(run)).toEqual([]);

  expect(child.exitCode).toBeNull();
  expect(child.signalCode).toBeNull();
});

test('a file cut off in the middle names nobody', async () => {
  const run = await folder();
  await writeFile(join(run, 'node.json'), '{"pid": 12');
  expect(await endLeftovers(run)).toEqual([]);
});

test('of several that claim a file at once one gets it, and the others are told who', async () => {
  const run = await folder();
  const pids = [process.pid, process.ppid, (await sleeper()).pid];
  for (let round = 0; round < 30; round++) {
    const path = join(run, `host-${round}.json`);
    if (round % 2 === 1) await writeFile(path, JSON.stringify({ name: 'host', pid: process.pid, identity: 'of one that is dead' }));
    const holders = await Promise.all(pids.map((pid) => claimPidFile(path, 'host', pid)));
    const [won, ...more] = pids.filter((_, index) => holders[index] === undefined);
    expect(more).toEqual([]);
    expect((await readLivePidFile(path))?.pid).toBe(won);
    expect(holders.filter((holder) => holder !== undefined).map(({ pid }) => pid)).toEqual([won, won]);
  }
  expect((await readdir(run)).length).toBe(30);
});

test('a claim that a crash cut off holds nobody up for long', async () => {
  const path = join(await folder(), 'host.json');
  await mkdir(`${path}.claiming`);
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(`${path}.claiming`, longAgo, longAgo);
  expect(await claimPidFile(path, 'host', process.pid)).toBeUndefined();
});
