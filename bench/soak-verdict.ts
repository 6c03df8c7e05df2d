import { missingShare } from '../src/main/services/rehearsal/missing-sound.ts';
import type { SoakBenchResult } from './bench-report.ts';

/**
 * Product goals: the median delay of the last minutes at most 10 % above the first ones', frames no older than 30 ms. And what
 * would be noticed: the slowest segments more than a quarter and more than 100 ms slower at the end than at the beginning; two
 * thousandths of a channel's sound missing, a tenth of what ends a rehearsal with a no-go; a process that grows half as fast as one that the
 * console replaces by default (200 MB an hour). A run shorter than ten minutes says nothing about memory.
 */
export const SOAK_LIMITS = { changePercent: 10, changeP95Percent: 25, changeP95Ms: 100, frameAgeP95Ms: 30, missingShare: 0.002, memoryMbPerHour: 100, memoryFromMinutes: 10 } as const;

/** Processes of the product that live as long as their event, as the figures name them; those of translators and speakers are others' programs. */
const LONG_LIVED = ['host', 'session-worker', 'engine-host'] as const;
/** There where espeak-ng is installed. */
const PERHAPS_LONG_LIVED = 'voice-host';

type Figures = Pick<SoakBenchResult, 'channels' | 'withoutTranslator' | 'measuredMinutes' | 'frameAgeMs' | 'drops' | 'processes'>;
type Channel = SoakBenchResult['channels'][string];

/** What speaks against a soak, one sentence each; empty: it passed. */
export function soakReasons({ channels, withoutTranslator, measuredMinutes, frameAgeMs, drops, processes }: Figures): string[] {
  const limits = SOAK_LIMITS;
  const reasons = Object.entries(channels).flatMap(([language, channel]) => [
    ...(withoutTranslator.includes(language) ? [] : delayReasons(channel)),
    ...soundReasons(channel, measuredMinutes),
  ].map((reason) => `${language}: ${reason}`));
  const against = (is: boolean, reason: string): void => {
    if (is) reasons.push(reason);
  };
  against(frameAgeMs.p95 === undefined, 'The age of frames could not be measured: no speaker was heard.');
  against((frameAgeMs.p95 ?? 0) > limits.frameAgeP95Ms, `Frames of speakers were ${fixed(frameAgeMs.p95, 1)} ms old when they were taken (p95); the limit is ${limits.frameAgeP95Ms} ms.`);
  against(drops.frames > 0, `${drops.frames} frame(s) of speakers were dropped.`);
  against(drops.engineAudioMs > 0, `The engine host was too busy for ${fixed(drops.engineAudioMs)} ms of speech.`);
  against(drops.unrecognisedSegments > 0, `${drops.unrecognisedSegments} segment(s) were not recognised.`);
  against(drops.liveAudioMs > 0, `${fixed(drops.liveAudioMs)} ms of speakers' own voices came in such plenty that no channel could carry them.`);
  against(drops.segments > 0, `${drops.segments} segment(s) were given up before they were translated.`);
  if (measuredMinutes < limits.memoryFromMinutes) return reasons;
  for (const name of processes[PERHAPS_LONG_LIVED] ? [...LONG_LIVED, PERHAPS_LONG_LIVED] : LONG_LIVED) {
    const slopeMbPerHour = processes[name]?.slopeMbPerHour;
    against(slopeMbPerHour === undefined, `${name}: its memory could not be measured.`);
    against((slopeMbPerHour ?? 0) > limits.memoryMbPerHour, `${name}: its memory grew by ${fixed(slopeMbPerHour)} MB an hour after warming up; the limit is ${limits.memoryMbPerHour} MB an hour.`);
  }
  return reasons;
}

/** Whether the delay holds. One that falls is no failure. */
function delayReasons({ firstMs, lastMs, changePercent, firstP95Ms, lastP95Ms }: Channel): string[] {
  if (changePercent === undefined || firstP95Ms === undefined || lastP95Ms === undefined) return ['its delay could not be measured in the first and in the last minutes.'];
  const { changePercent: limit, changeP95Percent, changeP95Ms } = SOAK_LIMITS;
  const riseMs = lastP95Ms - firstP95Ms;
  return [
    ...(changePercent > limit ? [`the machine delay went from ${fixed(firstMs)} to ${fixed(lastMs)} ms, ${fixed(changePercent)} % more; the limit is ${limit} %.`] : []),
    ...(riseMs > changeP95Ms && riseMs > (firstP95Ms * changeP95Percent) / 100
      ? [`the machine delay of the slowest segments (p95) went from ${fixed(firstP95Ms)} to ${fixed(lastP95Ms)} ms; the limit is ${changeP95Percent} % and ${changeP95Ms} ms more.`]
      : []),
  ];
}

/** Whether the channel's sound was whole. */
function soundReasons(channel: Channel, minutes: number): string[] {
  const { lostSegments, droppedClauses, gaps, twoVoicesMs, noSourceMs } = channel;
  const share = missingShare(channel, minutes * 60);
  return [
    ...(lostSegments > 0 ? [`${lostSegments} segment(s) were not spoken.`] : []),
    ...(droppedClauses > 0 ? [`${droppedClauses} clause(s) were dropped because the channel was too far behind.`] : []),
    ...(gaps > 0 ? [`the channel's audio was interrupted ${gaps} time(s).`] : []),
    ...(twoVoicesMs > 0 ? [`two voices were on the channel at once for ${fixed(twoVoicesMs)} ms.`] : []),
    ...(noSourceMs > 0 ? [`a switch left nobody audible for ${fixed(noSourceMs)} ms.`] : []),
    ...(share > SOAK_LIMITS.missingShare ? [`${percent(share)} of its sound was missing; the limit is ${percent(SOAK_LIMITS.missingShare)}.`] : []),
  ];
}

const percent = (share: number): string => `${fixed(share * 100, 2)} %`;
const fixed = (value: number | undefined, digits = 0): string => value?.toFixed(digits) ?? '–';
