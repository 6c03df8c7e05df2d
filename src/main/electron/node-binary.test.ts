import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { nodeBinary } from './node-binary.ts';

async function folderWith(...files: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dragoman-node-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), '');
    await chmod(join(folder, file), 0o755);
  }
  return folder;
}

test('prefers the Node that is shipped, then the package, then NODE, then the PATH', async () => {
  const folder = await folderWith('resources/node/node', 'node_modules/node/bin/node', 'own/node', 'bin/node');
  const places = { resourcesPath: join(folder, 'resources'), root: folder, env: { NODE: join(folder, 'own/node'), PATH: join(folder, 'bin') }, platform: 'linux' as const };
  for (const expected of ['resources/node/node', 'node_modules/node/bin/node', 'own/node', 'bin/node']) {
    expect(nodeBinary(places)).toBe(join(folder, expected));
    await rm(join(folder, expected));
  }
  expect(() => nodeBinary(places)).toThrow(expect.objectContaining({ code: 'BINARY_MISSING' }));
});
