/** Counts of vitest's JSON report. A file that could not be loaded has no tests in it and counts as one failure. */
export function readVitestReport({ numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0, testResults = [] }) {
  const unloaded = testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'));
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length, skipped: numPendingTests + numTodoTests };
}

/** Counts of Playwright's JSON report; errors outside any test count as failures, flaky ones as passed. */
export function readPlaywrightReport({ stats = {}, errors = [] }) {
  const { expected = 0, flaky = 0, unexpected = 0, skipped = 0 } = stats;
  return { passed: expected + flaky, failed: unexpected + errors.length, skipped };
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
