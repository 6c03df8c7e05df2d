import { spawn } from 'node:child_process';
import { accessSync, closeSync, constants, openSync, readSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { drop } from '../../shared/drop.ts';

/** Names on the PATH (Linux), or paths (others), of browsers that can show a page as a window of its own. */
const BROWSERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const folder = process.env[variable];
    return folder === undefined ? [] : [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Microsoft/Edge/Application/msedge.exe')];
  }),
};

/** How long the file with the address stays, milliseconds: long enough for a cold browser. */
const ADDRESS_FILE_MS = 60_000;

/** Of a script that starts a browser: it is a page at most. */
const SCRIPT_BYTES = 4_096;

/** Why no window can be opened here, in words, or the browser that can. */
export type WindowChoice = { readonly kind: 'browser'; readonly path: string } | { readonly kind: 'none'; readonly reason: string };

/** The browser that would show the console as a window. */
export function chooseBrowser(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform, isRoot = process.getuid?.() === 0): WindowChoice {
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return { kind: 'none', reason: 'There is no display here' };
  if (platform === 'linux' && isRoot) return { kind: 'none', reason: 'A browser keeps its sandbox, which root cannot have' };
  const candidates = BROWSERS[platform] ?? [];
  const folders = platform === 'linux' ? (env['PATH'] ?? '').split(delimiter).filter(Boolean) : [];
  const paths = platform === 'linux' ? candidates.flatMap((name) => folders.map((folder) => join(folder, name))) : candidates;
  const found = paths.filter(isExecutable);
  const path = found.find((each) => !isSnap(each));
  if (path !== undefined) return { kind: 'browser', path };
  return { kind: 'none', reason: found.length > 0 ? 'The only browser that was found is a snap, which may not read the data folder' : 'No Chromium, Chrome or Edge was found' };
}

/**
 * Opens `address` as a window without tabs, in a browser profile of the console's own; resolves at once. The window
 * outlives this process.
 *
 * The address holds a one-time code, and every user of the machine can read command lines: the browser is given a file
 * that only its owner may read, which leads on to the address.
 */
export async function openWindow(browser: string, address: string, dataDir: string): Promise<void> {
  const folder = join(dataDir, 'control');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'open.html');
  await writeFile(file, `<!doctype html><meta charset="utf-8"><title>Dragoman</title><meta http-equiv="refresh" content="0;url=${address}">\n`, { mode: 0o600 });
  // Left behind by a start that ends before, it holds a used or expired code.
  setTimeout(() => drop(rm(file, { force: true }), () => undefined), ADDRESS_FILE_MS).unref();
  const child = spawn(browser, [`--app=${pathToFileURL(file).href}`, `--user-data-dir=${join(dataDir, 'window')}`, '--no-first-run', '--no-default-browser-check'], {
    detached: true,
    stdio: 'ignore',
  });
  // A browser that does not start is no failure of the console: its address has been printed.
  child.on('error', () => undefined);
  child.unref();
}

/** A snap reads no hidden folder of its user, where the address is left for it. Ubuntu's `chromium-browser` is a script that starts one. */
function isSnap(path: string): boolean {
  return path.startsWith('/snap/') || beginningOf(path).includes('/snap/bin/');
}

/** Of a script; empty of anything else. */
function beginningOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(SCRIPT_BYTES);
    const text = bytes.toString('latin1', 0, readSync(file, bytes));
    return text.startsWith('#!') ? text : '';
  } finally {
    closeSync(file);
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK | constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
