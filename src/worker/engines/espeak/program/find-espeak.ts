import { delimiter, join } from 'node:path';
import { isExecutable } from '../../../../shared/node/is-executable.ts';

/** The installed espeak-ng: its path, the first on `path` (the variable's value); undefined when there is none. */
export function findEspeak(path: string | undefined = process.env['PATH']): string | undefined {
  const name = process.platform === 'win32' ? 'espeak-ng.exe' : 'espeak-ng';
  return (path ?? '').split(delimiter).filter(Boolean).map((folder) => join(folder, name)).find(isExecutable);
}
