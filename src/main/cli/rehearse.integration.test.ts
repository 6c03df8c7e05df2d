import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { RehearsalReport } from '../../shared/rehearsal-report.ts';

/** The built command, in a data folder of its own, without a `livekit-server` on its PATH. */
async function rehearseWithoutServer(script: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const home = await mkdtemp(join(tmpdir(), 'dragoman-cli-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  await writeFile(join(home, 'script.txt'), script);
  const program = join(import.meta.dirname, '../../../out/main/cli.js');
  return new Promise((resolve) => {
    execFile(process.execPath, [program, 'rehearse', '--script', join(home, 'script.txt'), ...args], { env: { PATH: join(home, 'bin'), HOME: home, DRAGOMAN_HOME: home, LD_LIBRARY_PATH: dirname(process.execPath) } }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

test('what cannot be rehearsed is a no-go with its reason, also as JSON', async () => {
  const { code, stdout } = await rehearseWithoutServer('A: Good morning.', '--json');
  expect(code).toBe(1);
  const report = RehearsalReport.parse(JSON.parse(stdout.trim().split('\n').at(-1)!));
  expect(report).toMatchObject({ verdict: 'no-go', reasons: [expect.stringContaining('livekit-server is not installed')], seconds: 0 });
});

test.each([
  ['an unknown language', 'A: Good morning.', ['--languages', 'es,qqq'], '"qqq" is not a language'],
  ['an unknown option', 'A: Good morning.', ['--second', '60'], "'--second'"],
  ['an empty script', '# nothing but a remark\n\n', [], 'The script has no sentence'],
])('%s ends with 2 and says why, also as JSON, and starts nothing', async (_, script, args, reason) => {
  const asked = await rehearseWithoutServer(script, ...args);
  expect(asked).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(reason) });
  expect(asked.stderr).not.toContain('Starting');

  const { code, stdout } = await rehearseWithoutServer(script, '--json', ...args);
  expect(code).toBe(2);
  expect(RehearsalReport.parse(JSON.parse(stdout))).toMatchObject({ verdict: 'no-go', reasons: [expect.stringContaining(reason)] });
});
