import { describe, expect, test } from 'vitest';
import { readPlaywrightReport, readVitestReport, summary } from './test-reports.mjs';

const suite = (over) => ({ name: 'a suite', passed: 3, failed: 0, skipped: 0, code: 0, ...over });

describe('summary', () => {
  test('adds up all suites', () => {
    expect(summary([suite({}), suite({ failed: 2, code: 1 })])).toEqual({ line: '6 passed, 2 failed', ok: false });
  });
  test('names skipped tests only when there are some', () => {
    expect(summary([suite({ skipped: 1 })])).toEqual({ line: '3 passed, 0 failed, 1 skipped', ok: true });
  });
  test('a suite without a test is a failure', () => {
    expect(summary([suite({}), suite({ passed: 0 })])).toEqual({ line: '3 passed, 1 failed', ok: false });
  });
  test('a suite that ends badly is a failure even when every test passed', () => {
    expect(summary([suite({ code: 1 })])).toEqual({ line: '3 passed, 1 failed', ok: false });
  });
});

describe('readVitestReport', () => {
  test('counts a file that could not be loaded', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
    ];
    expect(readVitestReport({ numPassedTests: 1, numFailedTests: 1, testResults })).toEqual({ passed: 1, failed: 2, skipped: 0 });
  });
  test('an absent report has nothing in it', () => expect(readVitestReport({})).toEqual({ passed: 0, failed: 0, skipped: 0 }));
});

describe('readPlaywrightReport', () => {
  test('counts errors outside tests', () => {
    expect(readPlaywrightReport({ stats: { expected: 4, unexpected: 1, skipped: 2 }, errors: [{}] })).toEqual({ passed: 4, failed: 2, skipped: 2 });
  });
});
