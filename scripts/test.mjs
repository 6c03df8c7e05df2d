import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfNeeded } from './build.mjs';
import { runSteps, staticSteps } from './check-steps.mjs';
import { electronBinary, whyNoElectron } from './electron-binary.mjs';
import { say } from './progress.mjs';
import { packageCommand, runInForeground } from './run-command.mjs';
import { findBrowser, runOrExplain, setup } from './setup.mjs';
import { readPlaywrightReport, readVitestReport, summary } from './test-reports.mjs';

// `npm test`: sets up, builds, checks the sources, runs every suite even after one failed, and ends with the sum of all: `N passed, N failed`.
const args = process.argv.slice(2);
if (args.length > 0) {
  say('npm test takes no options: it sets up what is missing and runs every check and suite. One suite alone: CONTRIBUTING.md.');
  process.exit(args.includes('--help') ? 0 : 2);
}

await runOrExplain(async () => {
  await setup('test');
  await buildIfNeeded();
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-tests-'));
  try {
    say('\n— static —');
    const checked = await runSteps(staticSteps());
    const results = [{ name: 'static', code: checked.failed === 0 ? 0 : 1, skipped: 0, ...checked }];
    for (const suite of suites(folder)) {
      say(`\n— ${suite.name} —`);
      const code = await runInForeground(process.execPath, suite.command, { env: { ...process.env, ...suite.env } });
      results.push(suite.read(suite.report, suite.name, code));
    }
    const { line, ok, failures } = summary(results);
    if (failures.length > 0) process.stdout.write(`\n— failed —\n${failures.join('\n')}\n`);
    process.stdout.write(`\n${results.map(({ name, passed, failed, skipped }) => `${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`).join('\n')}\n`);
    const noElectron = electronBinary() ? undefined : whyNoElectron();
    if (noElectron) process.stdout.write(`The electron project of the e2e suite did not run: ${noElectron}.\n`);
    process.stdout.write(`${line}\n`);
    return ok ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function suites(folder) {
  const vitest = (project) => {
    const report = join(folder, `${project}.json`);
    const command = [packageCommand('vitest'), 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    return { name: project, command, report, read: fromFile(readVitestReport) };
  };
  const report = join(folder, 'e2e.json');
  const projects = electronBinary() && !whyNoElectron() ? ['web', 'electron'] : ['web'];
  return [
    vitest('unit'),
    vitest('integration'),
    {
      name: 'e2e',
      command: [packageCommand('@playwright/test', 'playwright'), 'test', '--reporter=list,json', ...projects.flatMap((name) => ['--project', name])],
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report, CHROMIUM_PATH: findBrowser() },
      report,
      read: fromFile(readPlaywrightReport),
    },
  ];
}

/** A suite that died before it could write its report is read as an empty one: no test ran, and that is a failure. */
function fromFile(read) {
  return (report, name, code) => ({ name, code, ...read(existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {}) });
}
