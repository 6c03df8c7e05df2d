import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a whole file, readable by its owner only: after a crash there is the old content or the new, never a part. */
export async function writeFileAtomically(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

/** The file's JSON; undefined when there is no file. @throws SyntaxError when it does not parse */
export async function readJsonFile(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
  return JSON.parse(text);
}

/** Renames a file that cannot be read to `<path>.bad` (`.bad-2` … when taken), so that nothing of the user's is lost. Returns the new path. */
export async function setAside(path: string): Promise<string> {
  let target = `${path}.bad`;
  for (let count = 2; existsSync(target); count++) target = `${path}.bad-${count}`;
  await rename(path, target);
  return target;
}
