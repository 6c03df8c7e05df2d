import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { call } from '@orpc/server';
import { expect, onTestFinished, test } from 'vitest';
import { writePidFile } from './services/process/pid-file.ts';
import { processIdentity } from './services/process/process-identity.ts';
import { openTestHost, TESTER, testFolder } from './test-host.ts';

test('two hosts cannot use one data folder, and the second may once the first is closed', async () => {
  const first = await openTestHost();
  await expect(openTestHost({ dataDir: first.dataDir })).rejects.toMatchObject({ code: 'CONFLICT', details: { pid: process.pid } });
  await first[Symbol.asyncDispose]();
  await expect(openTestHost({ dataDir: first.dataDir })).resolves.toBeDefined();
});

test('ends what a killed host left behind, before it starts anything', async () => {
  const dataDir = await testFolder();
  await mkdir(join(dataDir, 'run'), { recursive: true });
  const orphan = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore', detached: true });
  onTestFinished(() => void orphan.kill('SIGKILL'));
  const exited = once(orphan, 'exit');
  await writePidFile(join(dataDir, 'run', 'livekit-server.json'), 'livekit-server', orphan.pid!);

  const { services } = await openTestHost({ dataDir });
  await exited;
  expect(await readdir(join(dataDir, 'run'))).toEqual(['host.json']);
  await expect(services.nodes.start('local', TESTER)).resolves.toMatchObject({ state: { kind: 'running' } });
});

test('goes on with defaults when its files are damaged, keeps them, and says so', async () => {
  const dataDir = await testFolder();
  for (const file of ['settings.json', 'state.json', 'secrets.json']) await writeFile(join(dataDir, file), `{ damaged ${file}`);
  const { services } = await openTestHost({ dataDir });
  expect(services.settings.current.appearance.theme).toBe('dark');
  expect(services.notices.entries.values.map(({ level }) => level)).toEqual(['warn', 'warn', 'warn']);
  for (const file of ['settings.json', 'state.json', 'secrets.json']) expect(await readFile(join(dataDir, `${file}.bad`), 'utf8')).toBe(`{ damaged ${file}`);
});

test('closing ends the server, the workers and every stream, in the budget', async () => {
  const { services, ...host } = await openTestHost();
  await services.nodes.start('local', TESTER);
  await services.rooms.launch({ name: 'main', floorLanguage: 'en', languages: ['es'], policies: {} }, TESTER);
  await expect.poll(() => services.rooms.processes().length, { timeout: 10_000 }).toBeGreaterThan(0);
  const pids = [...services.nodes.processes(), ...services.rooms.processes()].map(({ pid }) => pid);
  const streams = Promise.all([services.rooms.views.watch(), services.nodes.logs.follow(), services.notices.entries.follow(), services.usage.usage.watch()].map(async (stream) => {
    for await (const _ of stream);
  }));
  const startedMs = Date.now();
  await host[Symbol.asyncDispose]();
  await streams;
  expect(Date.now() - startedMs).toBeLessThan(8_000);
  for (const pid of pids) expect(await processIdentity(pid)).toBeUndefined();
  expect(await readdir(join(host.dataDir, 'run'))).toEqual([]);
});

test.each([0, 10, 30, 80])('closing %i ms after the start, in the middle of its preparations, leaves no server, no worker and no secret', async (afterMs) => {
  const { dataDir, ...host } = await openTestHost({ autoStart: true });
  await sleep(afterMs);
  await host[Symbol.asyncDispose]();
  await sleep(200);
  expect(await readdir(join(dataDir, 'run'))).toEqual([]);
});

test('its router answers, resumes streams by id, and fails at the call when there is no such room', async () => {
  const { services, router } = await openTestHost();
  const context = { context: TESTER };
  expect(await call(router.system.info, undefined, context)).toMatchObject({ host: 'web', firstRun: true, version: '0.0.0-test' });
  await expect(call(router.live.captions, { room: 'nowhere' }, context)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(call(router.rooms.launch, { name: '<b>x</b>', floorLanguage: 'en', languages: ['es'] }, context)).rejects.toMatchObject({ code: 'BAD_REQUEST' });

  for (const n of [1, 2, 3]) services.notices.post('info', `notice ${n}`);
  const notices = await call(router.system.notices, undefined, context);
  const first = await notices.next();
  expect(first.value).toMatchObject({ id: 1, message: 'notice 1' });
  await notices.return?.();
  const { getEventMeta } = await import('@orpc/server');
  const lastEventId = getEventMeta(first.value)!.id!;
  const again = await call(router.system.notices, undefined, { ...context, lastEventId });
  expect((await again.next()).value).toMatchObject({ id: 2 });
  await again.return?.();
});

test('what was done is in the audit log, whose chain is sound', async () => {
  const { services, ...host } = await openTestHost();
  await services.nodes.start('local', TESTER);
  await services.rooms.launch({ name: 'main', floorLanguage: 'en', languages: ['es'], policies: {} }, TESTER);
  await services.rooms.monitor('main', TESTER);
  services.settings.update({ appearance: { theme: 'light' } }, TESTER);
  await services.rooms.close('main', TESTER);
  await host[Symbol.asyncDispose]();

  const again = await openTestHost({ dataDir: host.dataDir });
  await expect.poll(() => again.services.audit.verify()).toBeUndefined();
  const { createClient } = await import('@libsql/client');
  const client = createClient({ url: `file:${join(host.dataDir, 'archive.db')}` });
  const { rows } = await client.execute("SELECT actor || ' ' || action AS entry FROM audit_entries ORDER BY seq LIMIT 6");
  client.close();
  expect(rows.map((row) => row['entry'])).toEqual([
    'host host.started',
    'test node.started',
    'test room.created',
    'test token.issued',
    'test settings.changed',
    'test room.closed',
  ]);
});
