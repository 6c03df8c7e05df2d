import type { ProcessUsage } from '../../../shared/live/stats.ts';

/** Processes of one name together: an Apertium pair alone is a dozen small programs. */
export interface ProcessRow {
  readonly name: string;
  readonly pids: readonly number[];
  /** Sums of what is known; undefined when none of them is. */
  readonly cpuCores: number | undefined;
  readonly residentMb: number | undefined;
  /** MB an hour over the last half hour; undefined before they have run long enough. */
  readonly growthMbPerHour: number | undefined;
}

/** One row a name, in the order in which the names first appear. */
export function byName(usages: readonly ProcessUsage[]): ProcessRow[] {
  const rows = new Map<string, ProcessRow>();
  for (const { name, pid, cpuCores, residentMb, growthMbPerHour } of usages) {
    const row = rows.get(name);
    rows.set(name, {
      name,
      pids: [...(row?.pids ?? []), pid],
      cpuCores: plus(row?.cpuCores, cpuCores),
      residentMb: plus(row?.residentMb, residentMb),
      growthMbPerHour: plus(row?.growthMbPerHour, growthMbPerHour),
    });
  }
  return [...rows.values()];
}

const plus = (sum: number | undefined, next: number | undefined): number | undefined => (next === undefined ? sum : (sum ?? 0) + next);
