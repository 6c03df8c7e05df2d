import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { raiseSession } from '../../shared/node/media-priority.ts';
import { schedulingPolicy, sessionPriority } from '../../shared/node/test-scheduling-policy.ts';
import { RunningRehearsal } from './running-rehearsal.ts';

/** How the threads of process `pid` are scheduled, the main thread first. */
const policiesOf = (pid: number): readonly number[] => readdirSync(`/proc/${pid}/task`).map((thread) => schedulingPolicy(pid, thread));

/** Whether this system lets us put a session above others. */
function mayRaise(): boolean {
  const child = spawn('sleep', ['60'], { stdio: 'ignore', detached: true });
  onTestFinished(() => void child.kill('SIGKILL'));
  return raiseSession(child.pid);
}

test.runIf(process.platform === 'linux')('where the system allows it, nothing of what carries audio waits for a program that computes, and a browser takes nothing from hearing, translating and speaking', async () => {
  await using rehearsal = await RunningRehearsal.start(['es']);
  const policies = policiesOf(rehearsal.pidOf('session-worker')!);
  const realTime = policies[0] === 2;
  process.stdout.write(`real-time scheduling is ${realTime ? '' : 'not '}allowed here\n`);
  expect(policies.filter((policy) => policy === 0).length > 0).toBe(!realTime);

  const raises = mayRaise();
  process.stdout.write(`sessions can ${raises ? '' : 'not '}be put above others here\n`);
  const engines = rehearsal.hub.stats.current!.processes.filter(({ name }) => name === 'engine-host' || name === 'apertium');
  expect(new Set(engines.map(({ name }) => name))).toEqual(new Set(['engine-host', 'apertium']));
  expect(engines.map(({ name, pid }) => [name, sessionPriority(pid)])).toEqual(engines.map(({ name }) => [name, raises ? -10 : 0]));
});
