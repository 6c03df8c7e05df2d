import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '../../../shared/app-error.ts';
import { childEnvironment } from '../../../shared/child-environment.ts';

const run = promisify(execFile);

/** The version for which the configuration is written and with which the clients are tested; `scripts/paths.mjs` has the same. */
export const LIVEKIT_VERSION = '1.8.4';

/** The server's program and the version it says it is. */
export interface LivekitBinary {
  readonly path: string;
  readonly version: string | undefined;
}

/**
 * Finds `livekit-server`: on the PATH, else in `folders` in order. One of {@link LIVEKIT_VERSION} comes before any other.
 *
 * @throws BINARY_MISSING
 */
export async function findLivekit(folders: readonly string[]): Promise<LivekitBinary> {
  const name = process.platform === 'win32' ? 'livekit-server.exe' : 'livekit-server';
  let first: LivekitBinary | undefined;
  for (const folder of new Set([...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), ...folders])) {
    const path = join(folder, name);
    const executable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (!executable) continue;
    const found: LivekitBinary = { path, version: await versionOf(path) };
    if (found.version === LIVEKIT_VERSION) return found;
    first ??= found;
  }
  if (first) return first;
  throw new AppError(
    'BINARY_MISSING',
    'livekit-server is not installed, so the local server cannot start and no room can be live. `npm start` in the program folder installs it; or put it on the PATH; or use a remote server in Nodes.',
    { details: { lookedIn: ['PATH', ...folders] } },
  );
}

async function versionOf(path: string): Promise<string | undefined> {
  const { stdout } = await run(path, ['--version'], { env: childEnvironment(process.env), timeout: 5_000 }).catch(() => ({ stdout: '' }));
  return /version (\S+)/.exec(stdout)?.[1];
}
