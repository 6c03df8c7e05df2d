import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isExecutable, root } from './paths.mjs';

/**
 * Electron's program in node_modules, or undefined when only its package is there.
 *
 * Reads files and never imports `electron`: outside Electron that import starts a download of the program.
 */
export function electronBinary() {
  const folder = join(root, 'node_modules', 'electron');
  try {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const downloaded = readFileSync(join(folder, 'dist', 'version'), 'utf8').trim().replace(/^v/, '');
    const program = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return downloaded === version && isExecutable(program) ? program : undefined;
  } catch {
    return undefined;
  }
}

/** Why a desktop window cannot be opened here, in words; undefined when it can. */
export function whyNoElectron(env = process.env) {
  if (!electronBinary()) return "Electron's program is not installed (npx --no install-electron gets it)";
  if (process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display';
  if (process.getuid?.() === 0) return 'Electron keeps its sandbox, which root cannot have';
  return undefined;
}
