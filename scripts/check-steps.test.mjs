import { expect, test } from 'vitest';
import { runSteps, staticSteps } from './check-steps.mjs';

const step = (title, script) => ({ title, command: ['-e', script] });

test('every step is run and counted, and a failed one is followed by what it said', async () => {
  let printed = '';
  const sum = await runSteps([step('first', 'console.log("calm")'), step('second', 'console.error("line 7"); process.exit(3)'), step('third', '')], (text) => {
    printed += text;
  });
  expect(sum).toEqual({ passed: 2, failed: 1, failures: ['✗ second\n    line 7'] });
  expect(printed.replaceAll(/ \(.*?\)/g, '')).toBe('ok      first\nFAILED  second\nline 7\n\nok      third\n');
});

test('types of every runtime, lint, import rules and unused code are among the steps', () => {
  expect(staticSteps().map(({ title }) => title)).toEqual([
    'types tsconfig.json',
    'types tsconfig.web.json',
    'types tsconfig.electron.json',
    'types tsconfig.e2e.json',
    'lint',
    'import rules',
    'unused code',
  ]);
});
