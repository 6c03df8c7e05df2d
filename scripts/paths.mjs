import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this checkout. (`import.meta.dirname` would fail on the old Node that set-up wants to tell about.) */
export const root = resolve(fileURLToPath(import.meta.url), '..', '..');

/** The version of LiveKit's server that this release is tested with; see docs/adr/0005. */
export const LIVEKIT_VERSION = '1.8.4';

/**
 * Where the program keeps its data: `DRAGOMAN_HOME`, else the platform's place for it.
 * The host computes the same in src/main; both must agree, because set-up puts livekit-server into its `bin`.
 */
export function dataFolder(env = process.env, platform = process.platform) {
  if (env.DRAGOMAN_HOME) return resolve(env.DRAGOMAN_HOME);
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Dragoman');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Dragoman');
  return join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'dragoman');
}

/** `name` with the platform's ending of executables. */
export const executable = (name, platform = process.platform) => (platform === 'win32' ? `${name}.exe` : name);

/** True when `path` is a file that this user may execute. */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The PATH with the data folder's `bin` behind it: for tests, whose hosts have data folders of their own and need the server that set-up put there. */
export const pathWithDataFolder = (env = process.env) => [env.PATH, join(dataFolder(env), 'bin')].filter(Boolean).join(delimiter);

/** The first `name` on the PATH, or undefined. Looks at files only; nothing is run. */
export function onPath(name, env = process.env) {
  return (env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, executable(name)))
    .find(isExecutable);
}
