import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RunningRehearsal } from './running-rehearsal.ts';

/** How the threads of process `pid` are scheduled (field 41 of proc_pid_stat(5): 0 ordinary, 1 and 2 real time), the main thread first, and how nice its session is. */
function schedulingOf(pid: number): { readonly threads: readonly string[]; readonly session: string } {
  const policyOf = (thread: string): string => readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8').split(') ')[1]!.split(' ')[38]!;
  return { threads: readdirSync(`/proc/${pid}/task`).map(policyOf), session: readFileSync(`/proc/${pid}/autogroup`, 'utf8').trim().split(' ').at(-1)! };
}

test.runIf(process.platform === 'linux')('where the system allows it, nothing of what carries audio waits for a program that computes, and a browser takes nothing from hearing', async () => {
  await using rehearsal = await RunningRehearsal.start(['es']);
  const { threads, session } = schedulingOf(rehearsal.pidOf('session-worker')!);
  const allowed = threads[0] === '2';
  process.stdout.write(`real-time scheduling is ${allowed ? '' : 'not '}allowed here\n`);
  expect({ ordinary: threads.filter((policy) => policy === '0').length > 0, session }).toEqual(allowed ? { ordinary: false, session: '-10' } : { ordinary: true, session: '0' });
});
