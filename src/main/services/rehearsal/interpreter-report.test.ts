import { describe, expect, test } from 'vitest';
import type { InterpreterTake } from '../../../shared/interpreter-report.ts';
import { type InterpreterFacts, interpreterReasons, interpreterReport } from './interpreter-report.ts';

const take = (overrides: Partial<InterpreterTake> = {}): InterpreterTake => ({ how: 'mute', heardAfterMs: 120, leftAfterMs: 60, twoVoicesMs: 0, noSourceMs: 0, clicks: 0, loudnessBeforeLufs: -23.4, loudnessLufs: -23, loudnessAfterLufs: -22.6, ...overrides });
const facts = (overrides: Partial<InterpreterFacts> = {}): InterpreterFacts => ({ language: 'es', takes: [take(), take({ how: 'drop', heardAfterMs: 140 })], measuredTakes: overrides.takes?.length ?? 2, subscriptions: 1, countedTwoVoicesMs: 0, countedNoSourceMs: 0, ...overrides });
const without = (...figures: Array<'heardAfterMs' | 'leftAfterMs' | 'loudnessLufs' | 'loudnessBeforeLufs' | 'loudnessAfterLufs'>): InterpreterTake => {
  const rest = take();
  for (const figure of figures) delete rest[figure];
  return rest;
};

describe('interpreterReport', () => {
  test('sums up the takes', () => {
    const { heardWithinMs, loudnessStepLu, ...report } = interpreterReport(facts({ takes: [take({ twoVoicesMs: 20, clicks: 1 }), take({ heardAfterMs: 140, noSourceMs: 30, loudnessAfterLufs: -24.5 })] }));
    expect(heardWithinMs).toEqual({ p50: 120, p95: 140, max: 140 });
    expect(loudnessStepLu).toBeCloseTo(1.5);
    expect(report).toMatchObject({ language: 'es', twoVoicesMs: 20, noSourceMs: 30, clicks: 1, subscriptions: 1 });
  });

  test('what the worker counted counts as much as what was heard', () => {
    expect(interpreterReport(facts({ countedTwoVoicesMs: 12, countedNoSourceMs: 34 }))).toMatchObject({ twoVoicesMs: 12, noSourceMs: 34 });
  });

  test('a figure that nobody measured is left out', () => {
    const report = interpreterReport(facts({ takes: [{ how: 'mute', twoVoicesMs: 0, noSourceMs: 9_000, clicks: 0 }] }));
    expect(report.heardWithinMs).toEqual({});
    expect(report.loudnessStepLu).toBeUndefined();
  });
});

describe('interpreterReasons', () => {
  test('nothing speaks against figures within their limits', () => {
    expect(interpreterReasons(interpreterReport(facts({ takes: [take({ heardAfterMs: 150, loudnessAfterLufs: -22 })] })))).toEqual([]);
  });

  test('every way of leaving has its own limit', () => {
    const takes = [take({ leftAfterMs: 300 }), take({ how: 'drop', leftAfterMs: 700 }), take({ how: 'silence', leftAfterMs: 8_500 })];
    expect(interpreterReasons(interpreterReport(facts({ takes })))).toEqual([]);
  });

  test('a plan that was kept, of which the oldest takes are forgotten, is no reason; nor is a first take with nothing before it', () => {
    const takes = [without('loudnessBeforeLufs'), take({ how: 'drop' })];
    expect(interpreterReasons(interpreterReport(facts({ takes, measuredTakes: 60, plannedTakes: 60 })))).toEqual([]);
  });

  test('nobody is told of a drop that was not planned yet', () => {
    expect(interpreterReasons(interpreterReport(facts({ takes: [take()] })))).toEqual([]);
  });

  test.each([
    ['no take', { takes: [] }, /never took the channel/],
    ['a take that nobody heard', { takes: [take(), without('heardAfterMs')] }, /not heard in 1 of 2 takes/],
    ['a slow one', { takes: [take({ heardAfterMs: 151 })] }, /151 ms after opening/],
    ['a muted microphone that kept the channel', { takes: [take({ leftAfterMs: 301 })] }, /for 301 ms after the microphone was muted; the limit is 300 ms/],
    ['a lost interpreter who kept it', { takes: [take({ how: 'drop', leftAfterMs: 701 })] }, /for 701 ms after the network was lost; the limit is 700 ms/],
    ['a silent one who kept it', { takes: [take({ how: 'silence', leftAfterMs: 9_000 })] }, /for 9000 ms after the last word; the limit is 8500 ms/],
    ['a channel that left too early', { takes: [take({ leftAfterMs: -1_200 })] }, /left the interpreter before the end in 1 of 1 takes/],
    ['a channel of which nobody knows whether it left', { takes: [take(), without('leftAfterMs')] }, /not known when the channel left the interpreter in 1 of 2 takes/],
    ['two voices', { takes: [take({ twoVoicesMs: 5 })] }, /another voice were heard at once for 5 ms/],
    ['nobody', { countedNoSourceMs: 20 }, /nobody was heard for 20 ms/],
    ['another track', { subscriptions: 2 }, /had 2 tracks/],
    ['no track', { subscriptions: 0 }, /had 0 tracks/],
    ['a click', { takes: [take({ clicks: 1 })] }, /1 click/],
    ['fewer takes than planned', { plannedTakes: 3, takes: [take(), take({ how: 'drop' })] }, /only 2 of the 3 planned takes/],
    ['a drop that was planned and not measured', { plannedTakes: 3, takes: [take(), take(), take()] }, /no take was measured in which the interpreter drops/],
    ['loudness of the interpreter unknown', { takes: [take(), without('loudnessLufs')] }, /could not be compared .* in 1 of 2 takes/],
    ['loudness unknown before and after', { takes: [without('loudnessBeforeLufs', 'loudnessAfterLufs')] }, /could not be compared .* in 1 of 1 takes/],
    ['a step in loudness', { takes: [take({ loudnessBeforeLufs: -24.1 })] }, /up to 1.1 LU/],
  ])('%s', (_, overrides, reason) => {
    expect(interpreterReasons(interpreterReport(facts(overrides)))).toEqual([expect.stringMatching(reason)]);
  });
});
