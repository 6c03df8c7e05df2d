import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { buildIsFresh } from './build.mjs';
import { aptCommand, BROWSER_PACKAGES, installDebianPackages, isDebian, INTERPRETING_PACKAGES, missingDebianPackages } from './debian-packages.mjs';
import { electronBinary } from './electron-binary.mjs';
import { findLivekitServer, installLivekitServer, livekitVersion } from './livekit-server.mjs';
import { installNpmPackages, npmPackagesPresent } from './npm-packages.mjs';
import { dataFolder, isExecutable, LIVEKIT_VERSION, onPath, root } from './paths.mjs';
import { elapsed, say } from './progress.mjs';

/** A part is missing that the command cannot do without; the message is for the user. */
export class SetupError extends Error {
  name = 'SetupError';
}

const browserPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Chromium or Chrome for tests: `CHROMIUM_PATH`, else the PATH, else the usual places; undefined when there is none. */
export function findBrowser(env = process.env) {
  if (env.CHROMIUM_PATH) return isExecutable(env.CHROMIUM_PATH) ? env.CHROMIUM_PATH : undefined;
  return onPath('chromium') ?? onPath('google-chrome') ?? browserPlaces.find(isExecutable);
}

/** Why Dragoman does not run under this Node; undefined where it does. */
export function nodeProblem(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  const ranges = [...JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node.matchAll(/(\^|>=)(\d+)\.(\d+)/g)];
  if (ranges.length === 0) throw new SetupError('package.json names the Node it needs (engines.node) in a way that is not understood here.');
  for (const [, kind, needMajor, needMinor] of ranges) {
    if (major === Number(needMajor) ? minor >= Number(needMinor) : kind === '>=' && major > Number(needMajor)) return undefined;
  }
  const needed = ranges.map(([, kind, needMajor, needMinor]) => `${needMajor}.${needMinor} or newer${kind === '^' ? ` of ${needMajor}` : ''}`).join(', or ');
  return `Dragoman does not run under Node ${version}: it needs ${needed}. Get one from https://nodejs.org, then start again.`;
}

async function debian(packages, required) {
  if (!isDebian()) {
    if (packages === BROWSER_PACKAGES) {
      if (findBrowser()) return;
      throw new SetupError('Chromium or Chrome is missing, and the tests open the console in it. Install one, or set CHROMIUM_PATH.');
    }
    if (!onPath('espeak-ng')) {
      const hint = 'espeak-ng is missing (https://github.com/espeak-ng/espeak-ng).';
      if (required) throw new SetupError(hint);
      say(`  ${hint} Going on without: the bundled voices speak, at ten times the computing.`);
    }
    if (!onPath('apertium')) {
      const hint = 'Apertium is missing (https://wiki.apertium.org/wiki/Installation; pairs eng-spa, eng-cat, es-pt, fr-es).';
      if (required) throw new SetupError(hint);
      say(`  ${hint} Going on without: channels carry the floor, captions are in its language.`);
    }
    return;
  }
  const missing = await missingDebianPackages(packages);
  if (missing.length === 0 || (packages === BROWSER_PACKAGES && findBrowser())) return;
  const problem =
    process.getuid() === 0
      ? await installDebianPackages(missing)
      : `Debian packages are missing (${missing.join(', ')}), and only root can install them:\n    ${aptCommand(missing)}`;
  if (!problem) return;
  if (required) throw new SetupError(problem);
  say(`  ${problem}\n  Going on without: channels that have no translator carry the floor; where espeak-ng is missing the bundled voices speak.`);
}

async function livekit(required) {
  const path = findLivekitServer();
  if (path) return;
  const problem = await installLivekitServer();
  if (!problem) return;
  if (required) throw new SetupError(problem);
  say(`  ${problem}`);
}

/**
 * Brings the machine to where the program can run; does nothing, quickly, when it is there already.
 *
 * `console`: goes on without what the console can do without. `rehearse` needs the server. `test` needs everything, and a
 * browser. Progress goes to standard error. @throws SetupError when something needed cannot be had
 */
export async function setup(purpose) {
  const since = performance.now();
  const problem = nodeProblem();
  if (problem) throw new SetupError(problem);
  if (!npmPackagesPresent()) {
    const failed = await installNpmPackages();
    if (failed) throw new SetupError(failed);
  }
  const testing = purpose === 'test';
  await debian(INTERPRETING_PACKAGES, testing);
  if (testing) await debian(BROWSER_PACKAGES, true);
  await livekit(purpose !== 'console');
  say(`Set-up is complete (${elapsed(since)})`);
}

/** The same that the processes with audio try for themselves. */
const mayScheduleInRealTime = () => process.platform === 'linux' && spawnSync('chrt', ['--rr', '5', 'true'], { stdio: 'ignore' }).status === 0;

/** What is here and what is not, one line each; changes nothing and asks no network. */
async function report() {
  const line = (ok, name, text) => say(`  ${ok ? 'ok     ' : 'missing'}  ${name.padEnd(18)} ${text}`);
  const server = findLivekitServer();
  const version = server && (await livekitVersion(server));
  const missing = isDebian() ? await missingDebianPackages(INTERPRETING_PACKAGES) : ['apertium', 'espeak-ng'].filter((name) => !onPath(name));
  const pairsMissing = missing.filter((name) => name !== 'espeak-ng');
  const voices = !missing.includes('espeak-ng');
  const browser = findBrowser();
  const electron = electronBinary();
  line(!nodeProblem(), 'Node', nodeProblem() ?? process.versions.node);
  line(npmPackagesPresent(), 'npm packages', npmPackagesPresent() ? 'as in package-lock.json' : 'npm start installs them');
  line(server, 'livekit-server', server ? `${version ?? 'unknown version'} at ${server}${version === LIVEKIT_VERSION ? '' : ` (tested with ${LIVEKIT_VERSION})`}` : 'npm start gets it');
  line(voices, 'espeak-ng', voices ? 'speaks on channels' : 'optional: the bundled voices speak, at ten times the computing');
  line(!pairsMissing.length, 'Apertium', pairsMissing.length ? `without ${pairsMissing.join(', ')}: channels without a translator carry the floor` : 'with every pair of the rehearsal');
  line(browser, 'browser', browser ?? 'needed by npm test and npm run screenshots; set CHROMIUM_PATH or install Chromium');
  line(electron, 'Electron', electron ?? 'optional: npx --no install-electron; without it the console opens in a browser');
  const realTime = mayScheduleInRealTime();
  line(realTime, 'real-time audio', realTime ? 'allowed' : 'optional, Linux: docs/adr/0022 says how to allow it; without it delays are longer on a busy machine');
  line(existsSync(join(root, 'node_modules')) && buildIsFresh(), 'build', buildIsFresh() ? 'of the present sources' : 'npm start makes it');
  say(`  Data folder: ${dataFolder()}`);
  return nodeProblem() ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2);
  if (args.length > 1 || (args.length === 1 && args[0] !== '--report')) {
    say('node scripts/setup.mjs sets up what is missing; with --report it only says what is here.');
    process.exitCode = args.includes('--help') ? 0 : 1;
  } else if (args.length === 1) process.exitCode = await report();
  else await runOrExplain(() => setup('console'));
}

/** Runs `work`; a {@link SetupError} or failed build is printed as its message, without a stack, and ends with code 1. */
export async function runOrExplain(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (thrown) {
    say(thrown instanceof SetupError || !process.env.DEBUG ? thrown.message : thrown.stack);
    process.exitCode = 1;
  }
}
