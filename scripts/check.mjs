import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from './paths.mjs';
import { elapsed } from './progress.mjs';
import { capture, packageCommand } from './run-command.mjs';

// `npm run check`: everything that can be known without a livekit-server and a build. One line a step; what a failed step said follows it.
const tool = (name, ...args) => [packageCommand(name), ...args];
const sourceFolders = ['src', 'scripts', 'e2e', 'bench'].filter((folder) => existsSync(join(root, folder)));
const tsc = (config) => ({ title: `types ${config}`, command: [packageCommand('typescript', 'tsc'), '-p', config] });

const steps = [
  ...['tsconfig.json', 'tsconfig.web.json', 'tsconfig.electron.json', 'tsconfig.e2e.json'].map(tsc),
  { title: 'lint', command: tool('oxlint', '--type-aware', '--deny-warnings', ...sourceFolders) },
  { title: 'import rules', command: [packageCommand('dependency-cruiser', 'depcruise'), '--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'src'] },
  { title: 'unused code', command: tool('knip', '--no-progress') },
  { title: 'unit tests', command: tool('vitest', 'run', '--project', 'unit', '--reporter=dot') },
];

let failures = 0;
for (const { title, command } of steps) {
  const since = performance.now();
  const { code, output } = await capture(process.execPath, command);
  process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'}  ${title} (${elapsed(since)})\n`);
  if (code === 0) continue;
  failures += 1;
  process.stdout.write(`${output.trim()}\n\n`);
}
process.exitCode = failures === 0 ? 0 : 1;
