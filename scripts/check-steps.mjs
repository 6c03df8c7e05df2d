import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from './paths.mjs';
import { elapsed } from './progress.mjs';
import { capture, packageCommand } from './run-command.mjs';
import { failure } from './test-reports.mjs';

const tsc = (config) => ({ title: `types ${config}`, command: [packageCommand('typescript', 'tsc'), '-p', config] });

/**
 * What can be known of the sources without running them, as `{ title, command }`: `command` is what this Node is to run.
 * @throws Error when packages are not installed: `npm test` asks only after it has set them up
 */
export const staticSteps = () => [
  ...['tsconfig.json', 'tsconfig.web.json', 'tsconfig.electron.json', 'tsconfig.e2e.json'].map(tsc),
  { title: 'lint', command: [packageCommand('oxlint'), '--type-aware', '--deny-warnings', ...['src', 'scripts', 'e2e', 'bench'].filter((folder) => existsSync(join(root, folder)))] },
  { title: 'import rules', command: [packageCommand('dependency-cruiser', 'depcruise'), '--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'src'] },
  { title: 'unused code', command: [packageCommand('knip'), '--no-progress'] },
];

/** Runs every step, one after the other, even after one failed. One line a step to `print`; what a failed one said follows it. `failures` names those. */
export async function runSteps(steps, print = (text) => process.stdout.write(text)) {
  const sum = { passed: 0, failed: 0, failures: [] };
  for (const { title, command } of steps) {
    const since = performance.now();
    const { code, output } = await capture(process.execPath, command);
    print(`${code === 0 ? 'ok    ' : 'FAILED'}  ${title} (${elapsed(since)})\n`);
    sum[code === 0 ? 'passed' : 'failed'] += 1;
    if (code === 0) continue;
    sum.failures.push(failure(title, output.trim()));
    print(`${output.trim()}\n\n`);
  }
  return sum;
}
