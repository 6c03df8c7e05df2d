import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { chooseBrowser, openWindow } from './open-window.ts';

async function folderWithBrowser(command?: string): Promise<{ folder: string; browser: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'dragoman-window-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const browser = join(folder, 'chromium');
  await writeFile(browser, `#!/bin/sh\n${command ?? `printf '%s\\n' "$@" > "${folder}/arguments.part"\nmv "${folder}/arguments.part" "${folder}/arguments"`}\n`);
  await chmod(browser, 0o755);
  return { folder, browser };
}

describe('a window of its own', () => {
  test('needs a display, a browser and a user whom its sandbox takes', async () => {
    const { folder, browser } = await folderWithBrowser();
    expect(chooseBrowser({ PATH: folder }, 'linux', false)).toEqual({ kind: 'none', reason: 'There is no display here' });
    expect(chooseBrowser({ PATH: folder, DISPLAY: ':0' }, 'linux', true)).toMatchObject({ kind: 'none', reason: expect.stringContaining('root') });
    expect(chooseBrowser({ PATH: '/nowhere', DISPLAY: ':0' }, 'linux', false)).toMatchObject({ kind: 'none', reason: expect.stringContaining('No Chromium') });
    expect(chooseBrowser({ PATH: `/nowhere:${folder}`, WAYLAND_DISPLAY: 'wayland-0' }, 'linux', false)).toEqual({ kind: 'browser', path: browser });
  });

  test('is not opened in a snap, which may not read the file with the address', async () => {
    const { folder } = await folderWithBrowser();
    const snap = await folderWithBrowser('exec /snap/bin/chromium "$@"');
    expect(chooseBrowser({ PATH: snap.folder, DISPLAY: ':0' }, 'linux', false)).toMatchObject({ kind: 'none', reason: expect.stringContaining('snap') });
    expect(chooseBrowser({ PATH: `${snap.folder}:${folder}`, DISPLAY: ':0' }, 'linux', false)).toEqual({ kind: 'browser', path: join(folder, 'chromium') });
  });

  test('the one-time code is in a file that only its owner may read, and not on the command line', async () => {
    const { folder, browser } = await folderWithBrowser();
    await openWindow(browser, 'http://dabc.localhost:4870/#code=secret', folder);
    const args = await vi.waitFor(() => readFile(join(folder, 'arguments'), 'utf8'), { timeout: 5_000 });
    expect(args).not.toContain('secret');
    expect(args).toMatch(/^--app=file:\/\/.*\/control\/open\.html\n--user-data-dir=/);
    expect(await readFile(join(folder, 'control', 'open.html'), 'utf8')).toContain('http://dabc.localhost:4870/#code=secret');
  });
});
