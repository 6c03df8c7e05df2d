import { join } from 'node:path';
import { onlyAsksForHelp } from './asks-for-help.mjs';
import { buildIfNeeded } from './build.mjs';
import { root } from './paths.mjs';
import { runInForeground } from './run-command.mjs';
import { runOrExplain, setup } from './setup.mjs';

// `node scripts/run.mjs <command> …`: sets up, builds, runs the built command line. Standard output is the command's alone.
const args = process.argv.slice(2);
const commandLine = join(root, 'out', 'main', 'cli.js');

await runOrExplain(async () => {
  if (!onlyAsksForHelp(args, commandLine)) {
    await setup('rehearse');
    await buildIfNeeded();
  }
  return runInForeground(process.execPath, [commandLine, ...args]);
});
