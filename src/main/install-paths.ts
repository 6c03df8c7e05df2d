import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** Where the parts of the installed program are. */
export interface InstallPaths {
  readonly version: string;
  readonly resourcesDir: string;
  readonly workersDir: string;
  readonly templatesDir: string;
  readonly rendererDir: string;
  readonly preloadPath: string;
}

const Package = z.object({ version: z.string() });

/** The parts of the program, seen from `entryDir`, the folder of a built entry (`out/main`). */
export function installPaths(entryDir: string): InstallPaths {
  const root = resolve(entryDir, '..', '..');
  return {
    version: Package.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).version,
    resourcesDir: join(root, 'resources'),
    workersDir: entryDir,
    templatesDir: join(root, 'livekit'),
    rendererDir: join(root, 'out', 'renderer'),
    preloadPath: join(root, 'out', 'preload', 'index.cjs'),
  };
}
