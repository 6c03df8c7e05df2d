import type { InterpreterReport, InterpreterTake } from '../../shared/interpreter-report.ts';

/** What an interpreter's channel was like, a line a take. */
export function interpreterLines(report: InterpreterReport): string[] {
  return [`Interpreter on ${report.language}: ${summary(report)}`, ...report.takes.map((take, index) => `  ${index + 1} ${take.how}: ${figures(take)}`)];
}

function summary({ measuredTakes, plannedTakes, heardWithinMs, twoVoicesMs, noSourceMs, subscriptions, clicks, loudnessStepLu }: InterpreterReport): string {
  const planned = plannedTakes === undefined ? '' : ` of ${plannedTakes}`;
  return [
    `${measuredTakes}${planned} take(s)`,
    `heard within ${whole(heardWithinMs.p50)}/${whole(heardWithinMs.p95)}/${whole(heardWithinMs.max)} ms (p50/p95/max)`,
    `two voices ${whole(twoVoicesMs)} ms`,
    `nobody ${whole(noSourceMs)} ms`,
    `${subscriptions} track(s)`,
    `${clicks} click(s)`,
    `loudness step ${tenth(loudnessStepLu)} LU`,
  ].join(', ');
}

function figures(take: InterpreterTake): string {
  return [
    `heard after ${whole(take.heardAfterMs)} ms`,
    `left after ${whole(take.leftAfterMs)} ms`,
    `handed back after ${whole(take.handBackAfterMs)} ms`,
    `two voices ${whole(take.twoVoicesMs)} ms`,
    `nobody ${whole(take.noSourceMs)} ms`,
    `${take.clicks} click(s)`,
    `${tenth(take.loudnessBeforeLufs)} / ${tenth(take.loudnessLufs)} / ${tenth(take.loudnessAfterLufs)} LUFS before, during, after`,
  ].join(', ');
}

const whole = (value: number | undefined): string => (value === undefined ? '–' : String(Math.round(value)));
const tenth = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(1));
