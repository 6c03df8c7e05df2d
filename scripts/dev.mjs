import { spawn } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { buildIfNeeded } from './build.mjs';
import { whyNoElectron } from './electron-binary.mjs';
import { root } from './paths.mjs';
import { say } from './progress.mjs';
import { packageCommand, runInForeground } from './run-command.mjs';
import { runOrExplain, setup } from './setup.mjs';
import { webHostArgs, whyWebHost } from './which-host.mjs';

// `npm run dev`: builds again whenever a source changes. With Electron's program: electron-vite's own development mode.
// Without: a watching build beside the web host, which starts again when the host or a worker changed and prints a new
// address then; where only the renderer changed, a reload of the page shows it. Arguments go to the host.
const SETTLE_MS = 400;
const args = process.argv.slice(2);

await runOrExplain(async () => {
  await setup('console');
  const electronVite = packageCommand('electron-vite');
  if (whyWebHost(args, whyNoElectron()) === undefined) return runInForeground(process.execPath, [electronVite, 'dev', '--', ...args]);
  await buildIfNeeded();

  const builder = spawn(process.execPath, [electronVite, 'build', '--watch', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' });
  builder.on('error', (error) => say(`The watching build did not start: ${error.message}`));
  let host;
  let ending = false;
  const startHost = () => {
    host = spawn(process.execPath, [join(root, 'out', 'main', 'web.js'), ...webHostArgs(args)], { cwd: root, stdio: 'inherit' });
    host.on('error', (error) => say(`The host did not start: ${error.message}`));
    host.on('close', (code) => {
      if (!ending) say(code === 0 || code === null ? 'The host ended.' : `The host ended with ${code}; it starts again after the next change.`);
    });
  };
  const stopHost = async () => {
    if (!host || host.exitCode !== null || host.signalCode !== null) return;
    const gone = new Promise((done) => host.once('close', done));
    host.kill('SIGTERM');
    await gone;
  };

  let settling;
  let restart = Promise.resolve();
  const watcher = watch(join(root, 'out', 'main'), { recursive: process.platform !== 'linux' }, () => {
    clearTimeout(settling);
    settling = setTimeout(() => {
      // A build that is still writing has no entry yet; its last file comes with another event.
      if (ending || !existsSync(join(root, 'out', 'main', 'web.js'))) return;
      restart = restart.then(stopHost).then(startHost);
    }, SETTLE_MS);
  });

  return new Promise((done) => {
    const end = () => {
      if (ending) return;
      ending = true;
      clearTimeout(settling);
      watcher.close();
      builder.kill('SIGTERM');
      restart = restart.then(stopHost).finally(() => done(0));
    };
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
    // The watching build writes everything once as it begins; that starts the host.
  });
});
