import { createServer } from 'node:net';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { NodeView } from '../../../shared/contract/nodes.ts';
import { openTestHost, TESTER } from '../../test-host.ts';
import { processIdentity } from '../process/process-identity.ts';
import { DEFAULT_PORTS } from './local-node.ts';
import { freePort } from './ports.ts';

const local = (views: readonly NodeView[] | undefined): NodeView => views!.find(({ id }) => id === 'local')!;

async function take(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
}

describe('the local server', () => {
  test('runs, says its version, answers on loopback only, and is gone after stop', async () => {
    const { services, dataDir } = await openTestHost();
    const view = await services.nodes.start('local', TESTER);
    expect(view).toMatchObject({ state: { kind: 'running' }, version: '1.8.4', mode: 'local' });
    await expect.poll(() => local(services.nodes.views.current).health?.ok).toBe(true);

    const config = join(dataDir, 'run', 'livekit.yaml');
    expect((await stat(config)).mode & 0o777).toBe(0o600);
    const { apiSecret } = services.nodes.endpoint();
    expect(apiSecret.length).toBeGreaterThanOrEqual(32);
    expect(Object.values(parse(await readFile(config, 'utf8')).keys)).toEqual([apiSecret]);
    expect(await socketsBeyondLoopback(view.pid!)).toEqual([]);
    expect(JSON.stringify(services.nodes.logs.values)).not.toContain(apiSecret);
    expect(services.nodes.logs.values.length).toBeGreaterThan(0);

    expect((await services.nodes.stop('local', TESTER)).state.kind).toBe('stopped');
    expect(await processIdentity(view.pid!)).toBeUndefined();
    expect(await readdir(join(dataDir, 'run'))).toEqual(['host.json']);
  });

  test('is back within 5 s when it is killed, with another process and the same keys', async () => {
    const { services } = await openTestHost();
    const { pid } = await services.nodes.start('local', TESTER);
    let ups = 0;
    services.nodes.onUp(() => ups++);
    const before = services.nodes.endpoint();

    process.kill(pid!, 'SIGKILL');
    await expect.poll(() => ups, { timeout: 5_000, interval: 20 }).toBe(1);

    expect(local(services.nodes.views.current)).toMatchObject({ state: { kind: 'running' }, restarts: 1 });
    expect(local(services.nodes.views.current).pid).not.toBe(pid);
    expect(services.nodes.endpoint()).toEqual(before);
    expect(services.notices.entries.values.map(({ level }) => level)).toEqual(['warn']);
  });

  test('a chosen port that is taken is an error that names it and who has it', async () => {
    const httpPort = await freePort('tcp');
    await take(httpPort);
    const { services } = await openTestHost({ ports: { httpPort, rtcPort: await freePort('udp') } });
    await expect(services.nodes.start('local', TESTER)).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: expect.stringContaining(`Port ${httpPort} (TCP) is in use by`),
      details: { port: httpPort, protocol: 'tcp', pid: process.pid },
    });
  });

  test('a new port that is taken leaves the server running on the old one', async () => {
    const { services } = await openTestHost();
    const before = await services.nodes.start('local', TESTER);
    const httpPort = await freePort('tcp');
    await take(httpPort);
    await expect(services.nodes.configureLocal({ httpPort, rtcPort: await freePort('udp') }, TESTER)).rejects.toMatchObject({ code: 'PORT_TAKEN' });
    expect(local(services.nodes.views.current)).toMatchObject({ state: { kind: 'running' }, ports: before.ports });

    const free = { httpPort: await freePort('tcp'), rtcPort: await freePort('udp') };
    const after = await services.nodes.configureLocal(free, TESTER);
    expect(after).toMatchObject({ state: { kind: 'running' }, url: `ws://127.0.0.1:${free.httpPort}` });
  });

  test('takes free ports when nobody chose any and the usual ones are taken', async () => {
    // Whoever has it already has it for this test as well.
    await take(DEFAULT_PORTS.httpPort).catch(() => undefined);
    const { services } = await openTestHost({ ports: 'unchosen' });
    const view = await services.nodes.start('local', TESTER);
    expect(view).toMatchObject({ state: { kind: 'running' } });
    expect(view.ports[0]!.port).not.toBe(DEFAULT_PORTS.httpPort);
    expect(services.notices.entries.values[0]).toMatchObject({ level: 'warn', screen: 'nodes', message: expect.stringContaining(String(view.ports[0]!.port)) });
  });

  test('says how to install the server when it is missing', async () => {
    const { services } = await openTestHost();
    const path = process.env['PATH'];
    process.env['PATH'] = '/nonexistent';
    onTestFinished(() => {
      process.env['PATH'] = path;
    });
    await expect(services.nodes.start('local', TESTER)).rejects.toMatchObject({ code: 'BINARY_MISSING', message: expect.stringContaining('npm start') });
  });
});

describe('a remote server', () => {
  test('is tested before it is used, and each failure has its reason', async () => {
    const { services: there } = await openTestHost();
    await there.nodes.start('local', TESTER);
    const config = there.nodes.endpoint();
    const { services: here } = await openTestHost();

    await expect(here.nodes.useRemote({ ...config, apiSecret: 'short' }, TESTER)).rejects.toMatchObject({ code: 'SECRET_TOO_SHORT', details: { length: 5, minLength: 32 } });
    await expect(here.nodes.testRemote({ ...config, apiSecret: 'a-secret-of-32-characters-which-is-wrong' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(here.nodes.testRemote({ ...config, url: `ws://127.0.0.1:${await freePort('tcp')}` })).rejects.toMatchObject({ code: 'SFU_UNREACHABLE' });
    expect((await here.nodes.testRemote(config)).latencyMs).toBeGreaterThan(0);

    await expect(here.nodes.useRemote(config, TESTER)).resolves.toMatchObject({ id: 'remote', mode: 'remote', state: { kind: 'running' } });
    expect(here.nodes.endpoint()).toEqual(config);
    await expect(here.nodes.stop('remote', TESTER)).rejects.toMatchObject({ code: 'CONFLICT' });

    await expect(here.nodes.useLocal(TESTER)).resolves.toMatchObject({ id: 'local', state: { kind: 'running' } });
    expect(here.nodes.views.current?.map(({ id }) => id)).toEqual(['local']);
    expect(here.nodes.endpoint().url).not.toBe(config.url);
    await here.nodes.useRemote(config, TESTER);

    await there.nodes.stop('local', TESTER);
    await expect.poll(() => here.nodes.views.current?.find(({ id }) => id === 'remote')?.state.kind, { timeout: 6_000 }).toBe('unreachable');
  });

  test('is still used after a start, and its secret is in no file but the secret store', async () => {
    const { services: there } = await openTestHost();
    await there.nodes.start('local', TESTER);
    const config = there.nodes.endpoint();
    const first = await openTestHost();
    await first.services.nodes.useRemote(config, TESTER);
    await first[Symbol.asyncDispose]();

    for (const file of await readdir(first.dataDir)) {
      if (file === 'run' || file === 'secrets.json') continue;
      expect(await readFile(join(first.dataDir, file), 'latin1'), file).not.toContain(config.apiSecret);
    }
    const { services: again } = await openTestHost({ dataDir: first.dataDir });
    expect(again.nodes.endpoint()).toEqual(config);
  });
});

/** Local addresses of the process's sockets that are not on 127.0.0.1, from `/proc`. */
async function socketsBeyondLoopback(pid: number): Promise<string[]> {
  const { readlink } = await import('node:fs/promises');
  const descriptors = await readdir(`/proc/${pid}/fd`);
  const links = new Set(await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => ''))));
  const found: string[] = [];
  for (const table of ['tcp', 'tcp6', 'udp', 'udp6']) {
    for (const line of (await readFile(`/proc/${pid}/net/${table}`, 'utf8')).split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      const address = fields[1];
      if (address && links.has(`socket:[${fields[9]}]`) && !address.startsWith('0100007F:')) found.push(`${table} ${address}`);
    }
  }
  return found;
}
