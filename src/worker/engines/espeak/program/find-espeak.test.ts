import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findEspeak } from './find-espeak.ts';

test('the first program of that name on the PATH, and neither a folder nor a file that cannot be run', () => {
  const root = mkdtempSync(join(tmpdir(), 'dragoman-path-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const name = process.platform === 'win32' ? 'espeak-ng.exe' : 'espeak-ng';
  const folders = ['a-folder', 'a-text', 'a-program', 'another'].map((folder) => join(root, folder));
  const [folder, text, program, another] = folders as [string, string, string, string];
  for (const each of folders) mkdirSync(each);
  mkdirSync(join(folder, name));
  writeFileSync(join(text, name), '', { mode: 0o644 });
  for (const each of [program, another]) writeFileSync(join(each, name), '', { mode: 0o755 });
  expect(findEspeak(['', ...folders].join(delimiter))).toBe(join(process.platform === 'win32' ? text : program, name));
  expect(findEspeak(folder)).toBeUndefined();
  expect(findEspeak('')).toBeUndefined();
});
