import { leavingOf } from '../../../shared/interpreter-plan.ts';
import type { InterpreterReport, InterpreterTake, Leaving } from '../../../shared/interpreter-report.ts';
import { BOOTH_SILENCE_MS } from '../../../shared/live/booth.ts';
import { percentiles } from '../../../shared/quality/percentiles.ts';

/** Must not be passed, or it is a no-go. Product goals: milliseconds, tracks, clicks, loudness units. */
export const INTERPRETER_LIMITS = { heardWithinMs: 150, twoVoicesMs: 0, noSourceMs: 0, subscriptions: 1, clicks: 0, loudnessStepLu: 1 } as const;

/**
 * The channel must have left the interpreter so soon after the end of the take, milliseconds: what waits in the encoder is said before
 * a microphone is muted, and a loss of the network is found within 250 ms by counting packets. The rest is for a busy machine.
 */
const LEFT_WITHIN_MS: Readonly<Record<Leaving, number>> = { mute: 300, drop: 700, silence: BOOTH_SILENCE_MS + 500 };

/** What is known beside the takes. */
export interface InterpreterFacts {
  readonly language: string;
  readonly takes: readonly InterpreterTake[];
  /** More than `takes` once the oldest have been forgotten. */
  readonly measuredTakes: number;
  /** Absent: there is no end to the plan, or it is not over. */
  readonly plannedTakes?: number | undefined;
  /** Tracks of the channel that the probe was given. */
  readonly subscriptions: number;
  /** What the session worker counted in the samples it wrote, milliseconds. */
  readonly countedTwoVoicesMs: number;
  readonly countedNoSourceMs: number;
}

/** The figures of all takes together. */
export function interpreterReport({ language, takes, measuredTakes, plannedTakes, subscriptions, countedTwoVoicesMs, countedNoSourceMs }: InterpreterFacts): InterpreterReport {
  const heardAfterMs = takes.flatMap((take) => take.heardAfterMs ?? []);
  const { p50, p95 } = percentiles(heardAfterMs);
  const stepsLu = takes.flatMap(loudnessStepsLu);
  return {
    language,
    takes: [...takes],
    measuredTakes,
    ...(plannedTakes !== undefined && { plannedTakes }),
    heardWithinMs: { ...(p50 !== undefined && { p50 }), ...(p95 !== undefined && { p95 }), ...(heardAfterMs.length > 0 && { max: Math.max(...heardAfterMs) }) },
    twoVoicesMs: Math.max(sum(takes.map((take) => take.twoVoicesMs)), countedTwoVoicesMs),
    noSourceMs: Math.max(sum(takes.map((take) => take.noSourceMs)), countedNoSourceMs),
    subscriptions,
    clicks: sum(takes.map((take) => take.clicks)),
    ...(stepsLu.length > 0 && { loudnessStepLu: Math.max(...stepsLu) }),
  };
}

/** From before the take to the take, and from it to what came after; none where there was nothing to compare with. */
function loudnessStepsLu({ loudnessLufs, loudnessBeforeLufs, loudnessAfterLufs }: InterpreterTake): number[] {
  if (loudnessLufs === undefined) return [];
  return [loudnessBeforeLufs, loudnessAfterLufs].flatMap((other) => (other === undefined ? [] : [Math.abs(loudnessLufs - other)]));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const ENDS: Readonly<Record<Leaving, string>> = { mute: 'the microphone was muted', drop: 'the network was lost', silence: 'the last word' };

/** What speaks against a channel that an interpreter takes and leaves, one sentence each. */
export function interpreterReasons(report: InterpreterReport): string[] {
  const { language, takes, measuredTakes, plannedTakes = 0, heardWithinMs, twoVoicesMs, noSourceMs, subscriptions, clicks, loudnessStepLu } = report;
  const limits = INTERPRETER_LIMITS;
  const unheard = takes.filter((take) => take.heardAfterMs === undefined).length;
  const heard = takes.filter((take) => take.heardAfterMs !== undefined);
  const notCompared = heard.filter((take) => loudnessStepsLu(take).length === 0).length;
  const dropPlanned = Array.from({ length: plannedTakes }, (_, index) => leavingOf(index)).includes('drop');
  const leftUnseen = heard.filter(({ leftAfterMs }) => leftAfterMs === undefined).length;
  const leftEarly = heard.filter(({ leftAfterMs = 0 }) => leftAfterMs < 0).length;
  const stuck = heard.find(({ how, leftAfterMs = 0 }) => leftAfterMs > LEFT_WITHIN_MS[how]);
  const reasons: string[] = [];
  const against = (is: boolean, reason: string): void => {
    if (is) reasons.push(`${language}: ${reason}`);
  };
  against(takes.length === 0, 'the interpreter never took the channel.');
  against(takes.length > 0 && measuredTakes < plannedTakes, `only ${measuredTakes} of the ${plannedTakes} planned takes could be measured.`);
  against(takes.length > 0 && dropPlanned && !takes.some(({ how }) => how === 'drop'), 'no take was measured in which the interpreter drops off the network, though one was planned.');
  against(unheard > 0, `the interpreter was not heard in ${unheard} of ${takes.length} takes.`);
  against((heardWithinMs.max ?? 0) > limits.heardWithinMs, `the interpreter was heard ${Math.round(heardWithinMs.max ?? 0)} ms after opening at the slowest; the limit is ${limits.heardWithinMs} ms.`);
  against(leftUnseen > 0, `it is not known when the channel left the interpreter in ${leftUnseen} of ${takes.length} takes.`);
  against(leftEarly > 0, `the channel left the interpreter before the end in ${leftEarly} of ${takes.length} takes.`);
  if (stuck) against(true, `the channel stayed with the interpreter for ${Math.round(stuck.leftAfterMs ?? 0)} ms after ${ENDS[stuck.how]}; the limit is ${LEFT_WITHIN_MS[stuck.how]} ms.`);
  against(twoVoicesMs > limits.twoVoicesMs, `the interpreter and another voice were heard at once for ${Math.round(twoVoicesMs)} ms.`);
  against(noSourceMs > limits.noSourceMs, `nobody was heard for ${Math.round(noSourceMs)} ms while the interpreter spoke or the machine had something to say.`);
  against(subscriptions !== limits.subscriptions, `listeners had ${subscriptions} tracks for the channel; it must be one throughout.`);
  against(clicks > limits.clicks, `${clicks} click(s) were heard at switches.`);
  against(notCompared > 0, `the loudness of the interpreter could not be compared with what came before or after in ${notCompared} of ${takes.length} takes.`);
  against((loudnessStepLu ?? 0) > limits.loudnessStepLu, `interpreter and machine differ in loudness by up to ${(loudnessStepLu ?? 0).toFixed(1)} LU; the limit is ${limits.loudnessStepLu} LU.`);
  return reasons;
}
