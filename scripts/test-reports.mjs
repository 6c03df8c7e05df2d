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
    ...suites.flatMap(specsOf).flatMap(({ title, file, line, tests }) => tests.filter(({ status }) => status === 'unexpected').map(({ results }) => failure(`${file}:${line} › ${title}`, results.at(-1)?.error?.message))),
    ...errors.map(({ message }) => failure('outside of any test', message)),
  ];
  return { passed: expected + flaky, failed: unexpected + errors.length, skipped, failures };
}

/**
 * The sum of all suites as the last line that `npm test` prints, and whether that is a success.
 * A suite in which nothing ran, or which ended badly without naming a failed test, is one failure of its own.
 */
export function summary(results) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped, code } of results) {
    sum.passed += passed;
    sum.failed += failed === 0 && (passed === 0 || code !== 0) ? 1 : failed;
    sum.skipped += skipped;
  }
  const line = `${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ''}`;
  return { line, ok: sum.failed === 0 };
}

/** The specs of a suite and of those within it. */
function specsOf({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
}

/** One failed test in a few lines. */
function failure(name = 'a test without a name', message = 'It says nothing of why.') {
  return [`✗ ${name}`, ...stripVTControlCharacters(message).split('\n').slice(0, FAILURE_LINES).map((line) => `    ${line}`)].join('\n').trimEnd();
}
