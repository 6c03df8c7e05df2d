import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './paths.mjs';
import { withProgress } from './progress.mjs';
import { capture, packageCommand } from './run-command.mjs';

const stampFile = join(root, 'out', '.stamp');
const sources = ['src', 'bench', 'electron.vite.config.ts', 'package-lock.json', 'tsconfig.base.json'];
const results = ['out/main/web.js', 'out/main/cli.js', 'out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html'];

/** Name, size and time of every file the build reads; tests are not part of it. */
function stamp() {
  const hash = createHash('sha256');
  const visit = (path) => {
    const entry = statSync(path);
    if (entry.isDirectory()) for (const name of readdirSync(path).toSorted()) visit(join(path, name));
    else if (!/\.test\.tsx?$|\/fixtures\//.test(path)) hash.update(`${relative(root, path)} ${entry.size} ${entry.mtimeMs}\n`);
  };
  for (const path of sources) visit(join(root, path));
  return hash.digest('hex');
}

/** True when `out` was built from the sources as they are. */
export function buildIsFresh() {
  return results.every((file) => existsSync(join(root, file))) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp();
}

/** Builds host, workers, preload and renderer into `out` when a source changed. @throws Error with the builder's output */
export async function buildIfNeeded() {
  if (buildIsFresh()) return;
  const before = stamp();
  const { code, output } = await withProgress('building', () =>
    capture(process.execPath, [packageCommand('electron-vite'), 'build', '--logLevel', 'warn']),
  );
  if (code !== 0) throw new Error(`The build failed:\n${output.trim()}`);
  writeFileSync(stampFile, before);
}
