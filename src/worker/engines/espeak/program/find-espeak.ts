import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The installed espeak-ng: its path, the first on `path` (the variable's value); undefined when there is none. */
export function findEspeak(path: string | undefined = process.env['PATH']): string | undefined {
  const name = process.platform === 'win32' ? 'espeak-ng.exe' : 'espeak-ng';
  return (path ?? '').split(delimiter).filter(Boolean).map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
