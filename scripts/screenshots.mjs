import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfNeeded } from './build.mjs';
import { root } from './paths.mjs';
import { say } from './progress.mjs';
import { packageCommand, runInForeground } from './run-command.mjs';
import { findBrowser, runOrExplain, setup } from './setup.mjs';

// `npm run screenshots`: every screen at two sizes, dark and light, during a rehearsal, into out/screenshots. With
// `-- --readme` the one that stands in the README is renewed, too.
const folder = join(root, 'out', 'screenshots');

await runOrExplain(async () => {
  await setup('test');
  await buildIfNeeded();
  const code = await runInForeground(process.execPath, [packageCommand('@playwright/test', 'playwright'), 'test', '--project', 'screenshots'], {
    env: { ...process.env, CHROMIUM_PATH: findBrowser() },
  });
  if (code !== 0) return code;
  say(`Screenshots are in ${folder}`);
  if (process.argv.includes('--readme')) copyFileSync(join(folder, 'readme.png'), join(root, 'docs', 'console.png'));
  return 0;
});
