import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { lowerComputingPriority, raiseMediaPriority } from './media-priority.ts';

/** Field 41 of proc_pid_stat(5): 0 ordinary, 2 round-robin real time. */
const policyOf = (pid: number): number => Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[38]);

test.runIf(process.platform === 'linux')('what a process that carries audio starts is above others with it, and not any more once it has lowered itself', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  onTestFinished(async () => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  });
  const raised = raiseMediaPriority(child.pid!);
  // Where the system does not allow it, it says so and nothing has changed.
  expect({ raised, policy: policyOf(child.pid!) }).toEqual({ raised, policy: raised === 'real-time' ? 2 : 0 });
  lowerComputingPriority(child.pid);
  expect(policyOf(child.pid!)).toBe(0);
});
