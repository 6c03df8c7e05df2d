import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createClient } from '../../shared/link/create-client.ts';
import { ReconnectingLink } from '../../shared/link/reconnecting-link.ts';
import { socketWire } from '../../shared/link/wire.ts';

const ENTRY = resolve(import.meta.dirname, '../../../out/main/web.js');

/** The built program as a process. */
class WebHostProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  output = '';

  constructor(...args: string[]) {
    this.child = spawn(process.execPath, [ENTRY, '--no-open', '--no-rehearsal', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.exited = once(this.child, 'exit').then(([code]) => code as number | null);
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  /** The one-time address it printed. */
  address(): Promise<URL> {
    return vi.waitFor(
      () => {
        const found = /http:\S+#code=[\w-]+/.exec(this.output)?.[0];
        if (found === undefined) throw new Error(`no address yet; it said: ${this.output}`);
        return new URL(found);
      },
      { timeout: 30_000, interval: 50 },
    );
  }
}

/** Signs in like the page does; Node does not resolve `*.localhost`, so it connects by address with the name as Host. */
async function signIn(address: URL): Promise<string> {
  const code = new URLSearchParams(address.hash.slice(1)).get('code');
  const sent = request({
    host: '127.0.0.1',
    port: address.port,
    method: 'POST',
    path: '/session',
    headers: { host: address.host, origin: address.origin, 'content-type': 'application/json' },
  });
  sent.end(JSON.stringify({ code }));
  const [response] = await once(sent, 'response');
  response.resume();
  expect(response.statusCode).toBe(200);
  return String(response.headers['set-cookie'][0]).split(';')[0] ?? '';
}

function linkTo(address: URL, cookie: () => string): ReconnectingLink {
  const link = new ReconnectingLink({
    openWire: socketWire(() => new WebSocket(`ws://127.0.0.1:${address.port}/rpc`, { headers: { host: address.host, origin: address.origin, cookie: cookie() } })),
    backoffMs: () => 50,
  });
  onTestFinished(() => link.dispose());
  return link;
}

describe('web host process', () => {
  let folder: string;
  const running = new Set<WebHostProcess>();

  const start = (...args: string[]): WebHostProcess => {
    const started = new WebHostProcess('--data-dir', folder, ...args);
    running.add(started);
    return started;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dragoman-host-'));
    return async () => {
      for (const each of running) {
        each.child.kill('SIGKILL');
        await each.exited;
      }
      running.clear();
      await rm(folder, { recursive: true, force: true });
    };
  });

  test('answers the contract to a browser that came with the printed address, and closes with 0', async () => {
    const host = start();
    const address = await host.address();
    const cookie = await signIn(address);
    const client = createClient(linkTo(address, () => cookie));
    expect(await client.system.info()).toMatchObject({ host: 'web' });
    await expect(client.rooms.close({ name: 'Not A Room' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    for await (const settings of await client.settings.watch()) {
      expect(settings.appearance.theme).toBe('dark');
      break;
    }
    host.child.kill('SIGTERM');
    expect(await host.exited).toBe(0);
    await expect(stat(join(folder, 'control', 'console.sock'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a second start hands over a new address of the first and ends with 0', async () => {
    const first = start();
    const address = await first.address();
    const second = start();
    expect(await second.exited).toBe(0);
    const handedOver = await second.address();
    expect(handedOver.host).toBe(address.host);
    expect(handedOver.hash).not.toBe(address.hash);
    await signIn(handedOver);
    await signIn(address);
  });

  test('after a kill the next start works, under the same name, and a page comes back with a new address', async () => {
    const killed = start();
    const address = await killed.address();
    let cookie = await signIn(address);
    const link = linkTo(address, () => cookie);
    await link.whenLive(AbortSignal.timeout(5_000));
    killed.child.kill('SIGKILL');
    await killed.exited;
    await vi.waitFor(() => expect(link.getSnapshot().kind).toBe('reconnecting'), { timeout: 10_000 });

    const next = start('--port', address.port);
    const nextAddress = await next.address();
    expect(nextAddress.hostname).toBe(address.hostname);
    cookie = await signIn(nextAddress);
    await link.whenLive(AbortSignal.timeout(10_000));
    expect(await createClient(link).system.info()).toMatchObject({ host: 'web' });
  });

  test('wrong flags end with 2 and say what can be given', async () => {
    const host = start('--colour');
    expect(await host.exited).toBe(2);
    expect(host.output).toContain('--help');
  });

  test('the same signal twice at a time, from terminal and parent, closes in order', async () => {
    const host = start();
    await host.address();
    host.child.kill('SIGINT');
    host.child.kill('SIGINT');
    expect(await host.exited).toBe(0);
  });
});
