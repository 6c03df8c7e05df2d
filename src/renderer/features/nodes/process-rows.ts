import type { ProcessUsage } from '../../../shared/live/stats.ts';
import { processKey } from '../../state/process-key.ts';

/** One process, or all of Apertium's together: a pair alone is a dozen small programs. */
export interface ProcessRow {
  readonly key: string;
  readonly name: string;
  /** The room that it works for; undefined for a process of all rooms, and for several together. */
  readonly room: string | undefined;
  readonly pids: readonly number[];
  /** Sums of what is known; undefined when none of them is. */
  readonly cpuCores: number | undefined;
  readonly residentMb: number | undefined;
  /** MB an hour over the last half hour; undefined before they have run long enough. */
  readonly growthMbPerHour: number | undefined;
}

/** One row a process, so that it can be seen which of them grows, in the order in which they first appear. */
export function processRows(usages: readonly ProcessUsage[]): ProcessRow[] {
  const rows = new Map<string, ProcessRow>();
  for (const usage of usages) {
    const { name, pid, room, cpuCores, residentMb, growthMbPerHour } = usage;
    const key = processKey(usage);
    const row = rows.get(key);
    rows.set(key, {
      key,
      name,
      room: row && row.room !== room ? undefined : room,
      pids: [...(row?.pids ?? []), pid],
      cpuCores: plus(row?.cpuCores, cpuCores),
      residentMb: plus(row?.residentMb, residentMb),
      growthMbPerHour: plus(row?.growthMbPerHour, growthMbPerHour),
    });
  }
  return [...rows.values()];
}

const plus = (sum: number | undefined, next: number | undefined): number | undefined => (next === undefined ? sum : (sum ?? 0) + next);
