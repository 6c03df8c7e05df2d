import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '../../../shared/app-error.ts';
import { childEnvironment } from '../../../shared/child-environment.ts';

const run = promisify(execFile);

/** The server's program and the version it says it is. */
export interface LivekitBinary {
  readonly path: string;
  readonly version: string | undefined;
}

/**
 * Finds `livekit-server`: on the PATH, else in `folders` in order.
 *
 * @throws BINARY_MISSING
 */
export async function findLivekit(folders: readonly string[]): Promise<LivekitBinary> {
  const name = process.platform === 'win32' ? 'livekit-server.exe' : 'livekit-server';
  for (const folder of [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), ...folders]) {
    const path = join(folder, name);
    const executable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return { path, version: await versionOf(path) };
  }
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
