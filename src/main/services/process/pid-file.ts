import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { processIdentity } from './process-identity.ts';

const PidFile = z.object({ name: z.string(), pid: z.number().int().positive(), identity: z.string() });
export type PidFile = z.output<typeof PidFile>;

/** A claim takes milliseconds, or seconds where a system is slow to tell of its processes; one that takes longer was left behind by a crash. */
const CLAIM_MS = 15_000;

/** Notes that process `pid` is ours, so that the next start can end it if this host is killed. A process already gone is not noted. */
export async function writePidFile(path: string, name: string, pid: number): Promise<void> {
  const identity = await processIdentity(pid);
  if (identity === undefined) return;
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, JSON.stringify({ name, pid, identity } satisfies PidFile), { mode: 0o600 });
  await rename(draft, path);
}

/**
 * Notes that process `pid` is the one that has `path`, unless another that lives has it: then resolves with that one. Of several
 * that claim at once, one gets it.
 */
export async function claimPidFile(path: string, name: string, pid: number): Promise<PidFile | undefined> {
  const lock = `${path}.claiming`;
  await mkdir(dirname(path), { recursive: true });
  while (!(await makeFolder(lock))) {
    const agedMs = await stat(lock).then(({ mtimeMs }) => Date.now() - mtimeMs, () => 0);
    if (agedMs > CLAIM_MS) await removeFolder(lock);
    else await sleep(10);
  }
  try {
    const holder = await readLivePidFile(path);
    if (!holder) await writePidFile(path, name, pid);
    return holder;
  } finally {
    await removeFolder(lock);
  }
}

/** False when it is there already: making a folder is what every system lets one alone do. */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw thrown;
  }
}

const removeFolder = (path: string): Promise<void> => rm(path, { recursive: true, force: true });

/** The process that `path` notes, while that very process is alive: a recycled number is not it. */
export async function readLivePidFile(path: string): Promise<PidFile | undefined> {
  const noted = await parsePidFile(path);
  return noted && (await processIdentity(noted.pid)) === noted.identity ? noted : undefined;
}

/**
 * Ends every process that the `*.json` files in `folder` note and that still lives (TERM, then KILL after `graceMs`), and
 * removes the files. Files named in `except` stay as they are. Resolves with the names of the processes it ended, once they
 * are gone.
 */
export async function endLeftovers(folder: string, graceMs = 1_000, except: readonly string[] = []): Promise<readonly string[]> {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.json') && !except.includes(file));
  const ended = await Promise.all(
    files.map(async (file) => {
      const path = join(folder, file);
      const noted = await readLivePidFile(path);
      if (noted) await end(noted, graceMs);
      await rm(path, { force: true });
      return noted?.name;
    }),
  );
  return ended.filter((name) => name !== undefined);
}

async function end({ pid, identity }: PidFile, graceMs: number): Promise<void> {
  const killAtMs = Date.now() + graceMs;
  let lastTermMs = 0;
  while ((await processIdentity(pid)) === identity) {
    if (Date.now() >= killAtMs) signalProcess(pid, 'SIGKILL');
    else if (Date.now() - lastTermMs > 200) {
      // Repeated, because livekit-server drains without limit on the first and swallows one that comes too soon.
      signalProcess(pid, 'SIGTERM');
      lastTermMs = Date.now();
    }
    await sleep(20);
  }
}

/** Signals `pid`, or with a negative number a process group; false when it is gone already. */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

async function parsePidFile(path: string): Promise<PidFile | undefined> {
  try {
    return PidFile.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // Missing, or cut off by a crash while it was written: it names nobody.
    return undefined;
  }
}
