import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ConsoleProcess } from './console-process.ts';
import { isAlive, until } from './running-rehearsal.ts';

/** The next value of a stream that `wanted` accepts. */
async function next<T>(stream: Promise<AsyncIterable<T>>, wanted: (value: T) => boolean): Promise<T> {
  for await (const value of await stream) if (wanted(value)) return value;
  throw new Error('the stream ended first');
}

async function rehearsalCaption({ client }: ConsoleProcess, signal: AbortSignal): Promise<void> {
  const view = await next(client.rehearsal.watch(undefined, { signal }), ({ kind }) => kind === 'running' || kind === 'failed');
  if (view.kind !== 'running') throw new Error(`the rehearsal is ${JSON.stringify(view)}`);
  await next(client.live.captions({ room: view.room }, { signal }), (batch) => batch.some(({ final, kind, stable }) => final && kind === 'translation' && stable !== ''));
}

test('kill -9 of the host leaves nothing running that the next start does not end, and the next start works', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'dragoman-killed-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const timeout = AbortSignal.timeout(100_000);
  const first = await ConsoleProcess.start(dataDir);
  await rehearsalCaption(first, timeout);
  const processes = await next(first.client.system.processes(undefined, { signal: timeout }), (all) => ['livekit-server', 'session-worker', 'engine-host'].every((name) => all.some((each) => each.name === name)));
  const livekit = processes.find(({ name }) => name === 'livekit-server')?.pid ?? 0;
  const others = processes.filter(({ pid }) => pid !== livekit).map(({ pid }) => pid);

  await first.kill();
  await until('every worker gone', 5_000, () => others.every((pid) => !isAlive(pid)), () => `${processes.filter(({ pid }) => isAlive(pid)).map(({ name }) => name).join(', ')} still run`);

  // On the ports that the livekit-server which is left over still holds.
  await using second = await ConsoleProcess.start(dataDir, first.ports);
  await rehearsalCaption(second, timeout);
  expect(isAlive(livekit)).toBe(false);
});
