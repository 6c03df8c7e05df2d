import { stripVTControlCharacters } from 'node:util';

/** Of one failure's text: what was expected and what came; the whole is in the suite's own output. */
const FAILURE_LINES = 12;

/** Counts and failures of vitest's JSON report. A file that could not be loaded has no tests in it and counts as one failure. */
export function readVitestReport({ numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0, testResults = [] }) {
  const unloaded = testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'));
  const failures = [
    ...testResults.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status === 'failed')).map(({ fullName, failureMessages = [] }) => failure(fullName, failureMessages[0])),
    ...unloaded.map(({ name, message }) => failure(name, message)),
  ];
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length, skipped: numPendingTests + numTodoTests, failures };
}

/** Counts and failures of Playwright's JSON report; errors outside any test count as failures, flaky ones as passed. */
export function readPlaywrightReport({ stats = {}, suites = [], errors = [] }) {
  const { expected = 0, flaky = 0, unexpected = 0, skipped = 0 } = stats;
  const failures = [
    ...suites.flatMap(specsOf).flatMap(({ title, file, line, tests }) => tests.filter(({ status }) => status === 'unexpected').map(({ projectName, results }) => failure(`${projectName} › ${file}:${line} › ${title}`, results.at(-1)?.error?.message))),
    ...errors.map(({ message }) => failure('outside of any test', message)),
  ];
  return { passed: expected + flaky, failed: unexpected + errors.length, skipped, failures };
}

/**
 * The sum of all suites as the last line that `npm test` prints, whether that is a success, and what failed.
 * A suite in which nothing ran, or which ended badly without naming a failed test, is one failure of its own.
 */
export function summary(results) {
  const sum = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const { name, passed, failed, skipped, failures = [], code } of results) {
    const broken = failed === 0 && (passed === 0 || code !== 0);
    sum.passed += passed;
    sum.failed += broken ? 1 : failed;
    sum.skipped += skipped;
    sum.failures.push(...failures, ...(broken ? [failure(name, passed === 0 ? 'No test of it ran.' : `It ended with ${code}.`)] : []));
  }
  const line = `${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ''}`;
  return { line, ok: sum.failed === 0, failures: sum.failures };
}

/** The specs of a suite and of those within it. */
function specsOf({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
}

/** One failure in a few lines. */
export function failure(name = 'a test without a name', message = 'It says nothing of why.') {
  return [`✗ ${name}`, ...stripVTControlCharacters(message).split('\n').slice(0, FAILURE_LINES).map((line) => `    ${line}`)].join('\n').trimEnd();
}
