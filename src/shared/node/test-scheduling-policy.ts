import { existsSync, readFileSync } from 'node:fs';

/** How Linux schedules a thread (the main one of process `pid` when none is named): field 41 of proc_pid_stat(5), 0 ordinary, 1 and 2 real time. */
export function schedulingPolicy(pid: number, thread: number | string = pid): number {
  return Number(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8').split(') ')[1]!.split(' ')[38]);
}

/** How nice the session of process `pid` is among the others: see `raiseSession`. Undefined where sessions have no order. */
export function sessionPriority(pid: number): number | undefined {
  const file = `/proc/${pid}/autogroup`;
  return existsSync(file) ? Number(readFileSync(file, 'utf8').trim().split(' ').at(-1)) : undefined;
}
