import { readFileSync } from 'node:fs';

/** How Linux schedules a thread (the main one of process `pid` when none is named): field 41 of proc_pid_stat(5), 0 ordinary, 1 and 2 real time. */
export function schedulingPolicy(pid: number, thread: number | string = pid): number {
  return Number(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8').split(') ')[1]!.split(' ')[38]);
}
