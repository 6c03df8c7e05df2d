import { join } from 'node:path';
import { buildIfNeeded } from './build.mjs';
import { electronBinary, whyNoElectron } from './electron-binary.mjs';
import { root } from './paths.mjs';
import { say } from './progress.mjs';
import { runInForeground } from './run-command.mjs';
import { runOrExplain, setup } from './setup.mjs';

// `npm start`: sets up, builds, opens the console. In Electron where its program is, else as a web host for the browser.
// `--web` and `--no-open` choose the web host; every argument is passed on.
const args = process.argv.slice(2);

await runOrExplain(async () => {
  await setup('console');
  await buildIfNeeded();
  const reason = args.includes('--no-open') || args.includes('--web') ? 'it was asked for' : whyNoElectron();
  if (reason === undefined) return runInForeground(electronBinary(), [root, ...args]);
  say(`Starting in the browser: ${reason}.`);
  return runInForeground(process.execPath, [join(root, 'out', 'main', 'web.js'), ...args.filter((arg) => arg !== '--web')]);
});
