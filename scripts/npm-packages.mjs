import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { withProgress } from './progress.mjs';
import { capture, npmCommand } from './run-command.mjs';

const stampFile = join(root, 'node_modules', '.dragoman-stamp');
const installedList = join(root, 'node_modules', '.package-lock.json');

/** Changes whenever `npm ci` would install something else: the lockfile, and the platform that chose native packages. */
function wanted() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
}

/** True when node_modules holds what the lockfile says: by our stamp, or by npm's own list where npm was run by hand. */
export function npmPackagesPresent() {
  if (!existsSync(installedList)) return false;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted()) return true;
  const packages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const installed = packages(installedList);
  const same = Object.entries(packages(join(root, 'package-lock.json'))).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
  if (same) writeFileSync(stampFile, wanted());
  return same;
}

/** Installs exactly the lockfile. Resolves with undefined, or with what went wrong and what to do. */
export async function installNpmPackages() {
  const count = Object.keys(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages).length;
  const [command, ...args] = npmCommand();
  const { code, output } = await withProgress(`npm packages (up to ${count}, about a minute)`, () =>
    capture(command, [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']),
  );
  if (code !== 0) return `npm could not install the packages:\n${output.trim()}\nCheck the network and npm's registry, then start again.`;
  writeFileSync(stampFile, wanted());
  return undefined;
}
