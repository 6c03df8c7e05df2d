import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { claimInstance, type Instance } from './single-instance.ts';

const ADDRESS = 'http://dabc.localhost:4870/#code=abc';

async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dragoman-one-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function claim(folder: string, address: () => string | undefined = () => ADDRESS): Promise<Instance> {
  const instance = await claimInstance(folder, address);
  if (instance.kind === 'first') onTestFinished(() => instance[Symbol.asyncDispose]());
  return instance;
}

describe('claimInstance', () => {
  test('the second start gets an address from the first', async () => {
    const folder = await dataFolder();
    expect((await claim(folder)).kind).toBe('first');
    expect(await claim(folder)).toEqual({ kind: 'second', address: ADDRESS });
    expect((await stat(join(folder, 'control'))).mode & 0o777).toBe(0o700);
  });

  test('after the first has closed, the next is the first', async () => {
    const folder = await dataFolder();
    const first = await claimInstance(folder, () => ADDRESS);
    if (first.kind === 'first') await first[Symbol.asyncDispose]();
    expect((await claim(folder)).kind).toBe('first');
  });

  test('the socket of a console that was killed is cleaned away', async () => {
    const folder = await dataFolder();
    await mkdir(join(folder, 'control'));
    const path = join(folder, 'control', 'console.sock');
    const killed = spawn(process.execPath, ['-e', `require('net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(killed.stdout, 'data');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect((await stat(path)).isSocket()).toBe(true);
    expect((await claim(folder)).kind).toBe('first');
  });

  test('one that is still starting is a conflict, said in words', async () => {
    const folder = await dataFolder();
    await claim(folder, () => undefined);
    await expect(claimInstance(folder, () => ADDRESS)).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('wait a moment') });
  });

  test('an answer that is no address of a console is not followed', async () => {
    const folder = await dataFolder();
    await mkdir(join(folder, 'control'));
    const stranger = createServer((socket) => socket.end('{"address":"http://evil.example.org/"}\n')).listen(join(folder, 'control', 'console.sock'));
    onTestFinished(() => void stranger.close());
    await once(stranger, 'listening');
    await expect(claimInstance(folder, () => ADDRESS)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
