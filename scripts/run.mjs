import { join } from 'node:path';
import { buildIfNeeded } from './build.mjs';
import { root } from './paths.mjs';
import { runInForeground } from './run-command.mjs';
import { runOrExplain, setup } from './setup.mjs';

// `node scripts/run.mjs <command> …`: sets up, builds, runs the built command line. Standard output is the command's alone.
await runOrExplain(async () => {
  await setup('rehearse');
  await buildIfNeeded();
  return runInForeground(process.execPath, [join(root, 'out', 'main', 'cli.js'), ...process.argv.slice(2)]);
});
