import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openTestHost, testFolder, TESTER } from '../../test-host.ts';
import { findLivekit, LIVEKIT_VERSION } from './livekit-binary.ts';
import { freePort } from './ports.ts';

/** A folder with a program that says it is `livekit-server` of that version and can do nothing else. */
async function folderWith(version: string): Promise<string> {
  const folder = join(await testFolder(), 'bin');
  await mkdir(folder);
  await writeFile(join(folder, 'livekit-server'), `#!/bin/sh\necho "livekit-server version ${version}"\n`);
  await chmod(join(folder, 'livekit-server'), 0o755);
  return folder;
}

function setPath(...folders: string[]): void {
  const path = process.env['PATH'];
  process.env['PATH'] = folders.join(':');
  onTestFinished(() => {
    process.env['PATH'] = path;
  });
}

test('the version that the configuration is written for comes before another on the PATH', async () => {
  const [other, older, pinned] = [await folderWith('9.9.9'), await folderWith('0.1.0'), await folderWith(LIVEKIT_VERSION)];
  setPath('/nowhere', other);
  expect(await findLivekit([older, pinned])).toEqual({ path: join(pinned, 'livekit-server'), version: LIVEKIT_VERSION });
  expect(await findLivekit([older])).toEqual({ path: join(other, 'livekit-server'), version: '9.9.9' });
});

test('another version is used, and said once', async () => {
  setPath(await folderWith('9.9.9'));
  const { services } = await openTestHost({ ports: { httpPort: await freePort('tcp'), rtcPort: await freePort('udp') } });
  const told = () => services.notices.entries.values.filter(({ message }) => message.includes(LIVEKIT_VERSION));
  for (let time = 0; time < 2; time++) {
    const starting = services.nodes.start('local', TESTER).catch(() => undefined);
    await expect.poll(() => services.nodes.views.current?.[0]?.state.kind).toBe('backing-off');
    await services.nodes.stop('local', TESTER);
    await starting;
  }
  expect(told()).toEqual([expect.objectContaining({ level: 'warn', screen: 'nodes', message: expect.stringContaining('livekit-server 9.9.9') })]);
});
