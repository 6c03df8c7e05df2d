import { delimiter, join } from 'node:path';
import { AppError } from '../../shared/app-error.ts';
import { isExecutable } from '../../shared/node/is-executable.ts';

/** Where a plain Node may be. */
export interface NodePlaces {
  /** Electron's `process.resourcesPath`, in which the packaged app carries its Node. */
  readonly resourcesPath: string;
  /** Folder of the program, whose `node_modules` may have the `node` package. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

/**
 * A plain Node for the workers: the one shipped with the app, of the `node` package, named by `NODE`, or on the PATH.
 * Electron cannot run them itself: its memory cage refuses the buffers of the native media library.
 *
 * @throws AppError `BINARY_MISSING` there is none
 */
export function nodeBinary({ resourcesPath, root, env, platform }: NodePlaces): string {
  const name = platform === 'win32' ? 'node.exe' : 'node';
  const candidates = [
    join(resourcesPath, 'node', name),
    join(root, 'node_modules', 'node', 'bin', name),
    ...(env['NODE'] ? [env['NODE']] : []),
    ...(env['PATH'] ?? '').split(delimiter).filter(Boolean).map((folder) => join(folder, name)),
  ];
  const found = candidates.find(isExecutable);
  if (found !== undefined) return found;
  throw new AppError('BINARY_MISSING', 'No Node was found to run the interpreting in, so nothing can be interpreted. Install the LTS version from https://nodejs.org, or set NODE to the path of another, and start again.', {
    details: { candidates },
  });
}
