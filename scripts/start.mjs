import { join } from 'node:path';
import { onlyAsksForHelp } from './asks-for-help.mjs';
import { buildIfNeeded } from './build.mjs';
import { electronBinary, whyNoElectron } from './electron-binary.mjs';
import { root } from './paths.mjs';
import { say } from './progress.mjs';
import { runInForeground } from './run-command.mjs';
import { runOrExplain, setup } from './setup.mjs';
import { webHostArgs, whyWebHost } from './which-host.mjs';

// `npm start`: sets up, builds, opens the console. In Electron where its program is, else as a web host for the browser.
// A flag that only the web host knows chooses it; every argument but `--web` is passed on.
const args = process.argv.slice(2);
const webHost = join(root, 'out', 'main', 'web.js');

await runOrExplain(async () => {
  if (onlyAsksForHelp(args, webHost)) return runInForeground(process.execPath, [webHost, '--help']);
  await setup('console');
  await buildIfNeeded();
  const reason = whyWebHost(args, whyNoElectron());
  if (reason === undefined) return runInForeground(electronBinary(), [root, ...args]);
  say(`Starting in the browser: ${reason}.`);
  return runInForeground(process.execPath, [webHost, ...webHostArgs(args)]);
});
