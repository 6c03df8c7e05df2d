import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openTestHost, testFolder, TESTER } from '../../test-host.ts';
import { freePort } from './ports.ts';

const REMOTE = { url: 'ws://127.0.0.1:9', apiKey: 'key' };
const SECRET = 'a-secret-of-the-remote-server-which-is-long-enough';

/** A data folder whose console uses a remote server. */
async function folderWithRemote(): Promise<string> {
  const folder = await testFolder();
  await writeFile(join(folder, 'state.json'), JSON.stringify({ nodes: { mode: 'remote', remote: REMOTE } }));
  await writeFile(join(folder, 'secrets.json'), JSON.stringify({ 'livekit.remote.secret': SECRET }));
  return folder;
}

test('a local server that cannot start leaves the remote one in use, and known at the next start', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  const httpPort = (taken.address() as { port: number }).port;
  const dataDir = await folderWithRemote();
  const host = await openTestHost({ dataDir, ports: { httpPort, rtcPort: await freePort('udp') } });
  const { nodes } = host.services;

  // Without a livekit-server on this machine it cannot start either.
  await expect(nodes.useLocal(TESTER)).rejects.toMatchObject({ code: expect.stringMatching(/PORT_TAKEN|BINARY_MISSING/) });

  expect(nodes.endpoint()).toEqual({ ...REMOTE, apiSecret: SECRET });
  expect(nodes.views.current?.map(({ id }) => id)).toEqual(['local', 'remote']);
  await host[Symbol.asyncDispose]();
  expect(JSON.parse(await readFile(join(dataDir, 'state.json'), 'utf8'))).toMatchObject({ nodes: { mode: 'remote', remote: REMOTE } });
  expect(JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8'))).toMatchObject({ 'livekit.remote.secret': SECRET });
});
