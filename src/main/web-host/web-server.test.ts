import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { listeningPort } from '../transport/listening-port.ts';
import { createTestRouter, createTestServices } from '../transport/test-router.ts';
import { OneTimeCodes } from './one-time-codes.ts';
import { startWebServer, type WebServer } from './web-server.ts';

const NAME = 'd0123456789abcdef.localhost';

async function start(options: { port?: number; heartbeatMs?: number } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'dragoman-web-'));
  const rendererDir = join(folder, 'renderer');
  await mkdir(join(rendererDir, 'assets'), { recursive: true });
  await writeFile(join(rendererDir, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(rendererDir, 'assets', 'index-abc123.js'), 'export {};');
  await writeFile(join(folder, 'secret.json'), '"outside"');
  await symlink(join(folder, 'secret.json'), join(rendererDir, 'link.json'));
  const services = createTestServices();
  const server = await startWebServer({
    router: createTestRouter(services),
    hostName: NAME,
    port: options.port,
    rendererDir,
    remoteSfuUrl: () => 'wss://media.example.org',
    report: () => undefined,
    ...(options.heartbeatMs !== undefined && { heartbeatMs: options.heartbeatMs }),
  });
  onTestFinished(async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });
  return { server, services };
}

interface Ask {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** One request with exactly these headers; `fetch` would not let a test choose Host or Origin, nor send `..`. */
async function ask({ port }: WebServer, { method = 'GET', path = '/', headers = {}, body }: Ask) {
  const sent = request({ host: '127.0.0.1', port, method, path, headers: { host: `${NAME}:${port}`, ...headers }, agent: false });
  sent.on('error', () => undefined);
  sent.end(body);
  const [response] = await once(sent, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode as number, headers: response.headers as Record<string, string | string[] | undefined>, text: Buffer.concat(chunks).toString() };
}

const codeOf = (server: WebServer): string => new URLSearchParams(new URL(server.oneTimeAddress()).hash.slice(1)).get('code') ?? '';

const claim = (server: WebServer, code: string, headers: Record<string, string> = {}) =>
  ask(server, { method: 'POST', path: '/session', headers: { origin: server.origin, 'content-type': 'application/json', ...headers }, body: JSON.stringify({ code }) });

async function signIn(server: WebServer): Promise<string> {
  const { headers } = await claim(server, codeOf(server));
  const cookie = headers['set-cookie']?.[0]?.split(';')[0];
  if (cookie === undefined) throw new Error('the claim gave no cookie');
  return cookie;
}

/** 'open', or the status that refused the upgrade. */
async function upgrade({ port, origin }: WebServer, headers: Record<string, string>, path = '/rpc'): Promise<'open' | number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: { host: `${NAME}:${port}`, origin, ...headers } });
  onTestFinished(() => socket.terminate());
  socket.on('error', () => undefined);
  return Promise.race([once(socket, 'open').then(() => 'open' as const), once(socket, 'unexpected-response').then(([, response]) => (response as { statusCode: number }).statusCode)]);
}

describe('web server', () => {
  test('serves the page under its own name only', async () => {
    const { server } = await start();
    expect((await ask(server, {})).text).toContain('page');
    for (const host of [`127.0.0.1:${server.port}`, `localhost:${server.port}`, 'evil.example.org', `${NAME}:1`, `evil.${NAME}:${server.port}`]) {
      expect((await ask(server, { headers: { host } })).status, host).toBe(421);
      expect((await ask(server, { path: '/session', headers: { host } })).status, host).toBe(421);
    }
  });

  test('listens on loopback only', async () => {
    const { server } = await start();
    const socket = connect({ port: server.port, host: '127.0.0.2' });
    const outcome = await Promise.race([once(socket, 'connect').then(() => 'connected'), once(socket, 'error').then(() => 'refused')]).catch(() => 'refused');
    socket.destroy();
    expect(outcome).toBe('refused');
  });

  test('says that it is ready, to whoever asks by address, and nothing more', async () => {
    const { server } = await start();
    const { status, text } = await ask(server, { path: '/health', headers: { host: `127.0.0.1:${server.port}` } });
    expect([status, JSON.parse(text)]).toEqual([200, { status: 'ok' }]);
    expect((await ask(server, { path: '/health', headers: { host: 'evil.example.org' } })).status).toBe(421);
  });

  test('the page has a strict policy, is not stored, and its assets are kept for ever', async () => {
    const { server } = await start();
    const page = await ask(server, { path: '/rooms' });
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain('wss://media.example.org https://media.example.org');
    expect(policy).not.toContain('unsafe');
    expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'content-type': 'text/html; charset=utf-8' });
    expect(page.headers).not.toHaveProperty('access-control-allow-origin');
    const asset = await ask(server, { path: '/assets/index-abc123.js' });
    expect(asset.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', 'content-type': 'text/javascript; charset=utf-8' });
    expect((await ask(server, { path: '/assets/gone-1.js' })).status).toBe(404);
  });

  test.for(['/../secret.json', '/..%2fsecret.json', '/assets/../../secret.json', '/%2e%2e/secret.json', '/..%5csecret.json', '/link.json', '/%00.js', '/%zz.js', '//secret.json', '/assets'])(
    'nothing outside of the page is served: %s',
    async (path) => {
      const { server } = await start();
      expect((await ask(server, { path })).text).not.toContain('outside');
    },
  );

  test('a code signs in once, and the cookie is out of reach of scripts and other sites', async () => {
    const { server } = await start();
    const code = codeOf(server);
    expect(JSON.parse((await ask(server, { path: '/session' })).text)).toEqual({ session: false });
    const first = await claim(server, code);
    expect(first.status).toBe(200);
    expect(first.headers['set-cookie']?.[0]).toMatch(/^dragoman_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const again = await claim(server, code);
    expect(again.status).toBe(403);
    expect(again.headers).not.toHaveProperty('set-cookie');
    const cookie = first.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    expect(JSON.parse((await ask(server, { path: '/session', headers: { cookie } })).text)).toEqual({ session: true });
  });

  test('several codes may wait at a time, and one expires after five minutes', () => {
    let nowMs = 0;
    const codes = new OneTimeCodes(() => nowMs);
    const [first, second] = [codes.issue(), codes.issue()];
    nowMs = 299_999;
    expect(codes.redeem(second)).toBe(true);
    nowMs = 300_000;
    expect(codes.redeem(first)).toBe(false);
  });

  test('a claim needs our origin, JSON, a small body and a code', async () => {
    const { server } = await start();
    const code = codeOf(server);
    expect((await claim(server, code, { origin: 'http://evil.example.org' })).status).toBe(403);
    expect((await claim(server, code, { origin: `http://${NAME}:${server.port + 1}` })).status).toBe(403);
    expect((await ask(server, { method: 'POST', path: '/session', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) })).status).toBe(403);
    expect((await claim(server, code, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await claim(server, 'x'.repeat(10_000))).status).toBe(413);
    const chunked = await ask(server, { method: 'POST', path: '/session', headers: { origin: server.origin, 'content-type': 'application/json', 'transfer-encoding': 'chunked' }, body: 'x'.repeat(10_000) });
    expect(chunked.status).toBe(413);
    expect((await ask(server, { method: 'POST', path: '/session', headers: { origin: server.origin, 'content-type': 'application/json' }, body: '{' })).status).toBe(400);
    expect((await ask(server, { method: 'DELETE', path: '/session' })).status).toBe(405);
    expect((await ask(server, { method: 'POST', path: '/' })).status).toBe(405);
    expect((await claim(server, code)).status).toBe(200);
  });

  test('wrong codes are limited', async () => {
    const { server } = await start();
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 21; attempt++) statuses.push((await claim(server, 'wrong')).status);
    expect(statuses.slice(0, 20).every((status) => status === 403)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
  });

  test('a WebSocket needs the session, our origin, our name and the right path', async () => {
    const { server } = await start();
    const cookie = await signIn(server);
    expect(await upgrade(server, { cookie })).toBe('open');
    expect(await upgrade(server, {})).toBe(401);
    expect(await upgrade(server, { cookie: 'dragoman_session=guess' })).toBe(401);
    expect(await upgrade(server, { cookie, origin: 'http://evil.example.org' })).toBe(403);
    expect(await upgrade(server, { cookie, origin: `http://127.0.0.1:${server.port}` })).toBe(403);
    expect(await upgrade(server, { cookie, host: `127.0.0.1:${server.port}` })).toBe(421);
    expect(await upgrade(server, { cookie }, '/elsewhere')).toBe(404);
  });

  test('a signed-in browser is an operator, named by its session', async () => {
    const { server } = await start();
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, { headers: { host: `${NAME}:${server.port}`, origin: server.origin, cookie: await signIn(server) } });
    await once(socket, 'open');
    socket.send(JSON.stringify({ i: '1', p: { u: '/greet', b: { json: { name: 'Ada' } } } }));
    const [answer] = await once(socket, 'message');
    expect(String(answer)).toMatch(/hello Ada.*web:[0-9a-f-]{36}/);
    socket.close();
  });

  test('the oldest session makes room for the newest, and its window is closed', async () => {
    const { server } = await start();
    const oldest = await signIn(server);
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, { headers: { host: `${NAME}:${server.port}`, origin: server.origin, cookie: oldest } });
    await once(socket, 'open');
    const closed = once(socket, 'close');
    for (let count = 0; count < 32; count++) await signIn(server);
    await closed;
    expect(await upgrade(server, { cookie: oldest })).toBe(401);
  });

  test('a browser that no longer answers pings is let go, and its streams end', async () => {
    const { server, services } = await start({ heartbeatMs: 50 });
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, { autoPong: false, headers: { host: `${NAME}:${server.port}`, origin: server.origin, cookie: await signIn(server) } });
    socket.on('error', () => undefined);
    await once(socket, 'open');
    socket.send(JSON.stringify({ i: '1', p: { u: '/count' } }));
    await vi.waitFor(() => expect(services.active).toBe(1));
    await once(socket, 'close');
    await vi.waitFor(() => expect(services.active).toBe(0));
  });

  test('a port that is asked for and taken is an error; the usual one moves on', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    await expect(start({ port: listeningPort(other) })).rejects.toMatchObject({ code: 'PORT_TAKEN' });
    const [first, second] = [await start(), await start()];
    expect(first.server.port).not.toBe(second.server.port);
  });
});
