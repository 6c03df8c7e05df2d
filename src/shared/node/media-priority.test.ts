import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { lowerComputingPriority, raiseMediaPriority } from './media-priority.ts';
import { schedulingPolicy } from './test-scheduling-policy.ts';

test.runIf(process.platform === 'linux')('what a process that carries audio starts is above others with it, and not any more once it has lowered itself', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  onTestFinished(async () => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  });
  const raised = raiseMediaPriority(child.pid!);
  // Where the system does not allow it, it says so and nothing has changed.
  expect({ raised, policy: schedulingPolicy(child.pid!) }).toEqual({ raised, policy: raised === 'real-time' ? 2 : 0 });
  lowerComputingPriority(child.pid);
  expect(schedulingPolicy(child.pid!)).toBe(0);
});
