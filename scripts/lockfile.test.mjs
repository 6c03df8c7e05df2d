import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './paths.mjs';

const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const { packages } = read('package-lock.json');
const { dependencies, devDependencies } = read('package.json');

/** Where Node would find `name` from inside the package at `path`. */
function found(path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder) return false;
  }
}

describe('package-lock.json', () => {
  test('has the native packages of every platform, and not of this one alone', () => {
    // npm drops them when it writes a lockfile from an installed node_modules; `npm ci` then fails on a bare machine.
    const lost = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) => Object.keys(optionalDependencies).filter((name) => !found(path, name)));
    expect(lost).toEqual([]);
  });

  test('names no registry', () => {
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved)).toEqual([]);
  });

  test('has no package with an install script but the macOS file watcher, which works without', () => {
    const scripted = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript);
    expect(scripted.map(([path]) => path.split('node_modules/').at(-1)).filter((name) => name !== 'fsevents')).toEqual([]);
  });
});

test('package.json has exact versions only', () => {
  expect(Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
