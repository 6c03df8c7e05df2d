import { readdir, readFile } from 'node:fs/promises';

/** What one process has used, as `/proc` tells. */
export interface ProcessFigures {
  readonly parentPid: number;
  /** Processor time since it started, seconds. */
  readonly cpuSec: number;
}

/** Unit of the times in `/proc/<pid>/stat`: `USER_HZ`, 100 on every Linux that Node supports (man 5 proc). */
const TICKS_PER_SEC = 100;

/** Every process of the machine by pid. Processes that end meanwhile are left out. */
export async function linuxProcesses(): Promise<ReadonlyMap<number, ProcessFigures>> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const entries = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
      if (stat === undefined) return [];
      // After the name in brackets: 3 state, 4 parent … 14 user time, 15 system time.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return [[Number(pid), { parentPid: Number(fields[1]), cpuSec: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SEC }] as const];
    }),
  );
  return new Map(entries.flat());
}

/** Resident memory in MB (10^6 bytes); 0 for a process that is gone. */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return (Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1_024) / 1e6;
}

/** Which of `roots` each process belongs to: the nearest one above it, so that nothing is counted twice. */
export function treesOf(processes: ReadonlyMap<number, ProcessFigures>, roots: ReadonlySet<number>): ReadonlyMap<number, readonly number[]> {
  const trees = new Map<number, number[]>([...roots].map((root) => [root, []]));
  for (const pid of processes.keys()) {
    let at = pid;
    // Bounded: a table read while processes come and go could hold a circle.
    for (let depth = 0; depth < 64 && !roots.has(at); depth++) at = processes.get(at)?.parentPid ?? 0;
    trees.get(at)?.push(pid);
  }
  return trees;
}
