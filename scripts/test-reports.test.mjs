import { describe, expect, test } from 'vitest';
import { readPlaywrightReport, readVitestReport, summary } from './test-reports.mjs';

const suite = (over) => ({ name: 'a suite', passed: 3, failed: 0, skipped: 0, code: 0, ...over });

describe('summary', () => {
  test('adds up all suites', () => {
    expect(summary([suite({}), suite({ failed: 2, code: 1, failures: ['✗ one', '✗ two'] })])).toEqual({ line: '6 passed, 2 failed', ok: false, failures: ['✗ one', '✗ two'] });
  });
  test('names skipped tests only when there are some', () => {
    expect(summary([suite({ skipped: 1 })])).toEqual({ line: '3 passed, 0 failed, 1 skipped', ok: true, failures: [] });
  });
  test('a suite without a test is a failure', () => {
    expect(summary([suite({}), suite({ passed: 0 })])).toEqual({ line: '3 passed, 1 failed', ok: false, failures: ['✗ a suite\n    No test of it ran.'] });
  });
  test('a suite that ends badly is a failure even when every test passed', () => {
    expect(summary([suite({ code: 1 })])).toEqual({ line: '3 passed, 1 failed', ok: false, failures: ['✗ a suite\n    It ended with 1.'] });
  });
});

describe('readVitestReport', () => {
  test('counts a file that could not be loaded', () => {
    const testResults = [
      { status: 'failed', name: 'a.test.ts', message: 'No such module', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'failed', fullName: 'adds up', failureMessages: ['\u001B[31mexpected 1 to be 2\u001B[39m\n    at a.test.ts'] }, { status: 'passed', fullName: 'is well' }] },
    ];
    expect(readVitestReport({ numPassedTests: 1, numFailedTests: 1, testResults })).toEqual({
      passed: 1,
      failed: 2,
      skipped: 0,
      failures: ['✗ adds up\n    expected 1 to be 2\n        at a.test.ts', '✗ a.test.ts\n    No such module'],
    });
  });
  test('an absent report has nothing in it', () => expect(readVitestReport({})).toEqual({ passed: 0, failed: 0, skipped: 0, failures: [] }));
});

describe('readPlaywrightReport', () => {
  test('counts errors outside tests', () => {
    expect(readPlaywrightReport({ stats: { expected: 4, unexpected: 1, skipped: 2 }, errors: [{}] })).toMatchObject({ passed: 4, failed: 2, skipped: 2 });
  });
  test('names what failed, in suites within suites too, by the last of its runs', () => {
    const failed = { title: 'a key is heard', file: 'a.spec.ts', line: 7, tests: [{ projectName: 'web', status: 'unexpected', results: [{ error: { message: 'first' } }, { error: { message: 'Timed out' } }] }] };
    const passed = { title: 'is well', file: 'a.spec.ts', line: 1, tests: [{ status: 'expected', results: [{}] }] };
    const { failures } = readPlaywrightReport({ suites: [{ specs: [passed], suites: [{ specs: [failed] }] }], errors: [{}] });
    expect(failures).toEqual(['✗ web › a.spec.ts:7 › a key is heard\n    Timed out', '✗ outside of any test\n    It says nothing of why.']);
  });
});
