import { meanOpinionScore } from '../../../shared/quality/mos.ts';
import type { InboundCounters, StatsSnapshot } from './stats-snapshot.ts';

/** What happened on the console's own connection in one interval. `undefined` is unknown, and never shown as 0. */
export interface ConnectionSample {
  /** Unix milliseconds of the interval's end. */
  readonly atMs: number;
  readonly rttMs: number | undefined;
  /** Share of packets that did not arrive, of those expected in this interval. */
  readonly lossPercent: number | undefined;
  /** The worst track's. */
  readonly jitterMs: number | undefined;
  /** Share of samples the receiver invented in this interval: what loss sounds like after repair. */
  readonly concealedPercent: number | undefined;
  /** How long audio waited in the jitter buffer, mean over this interval. */
  readonly jitterBufferMs: number | undefined;
  /** What an audience member would say, 1…4.5. */
  readonly listeningMos: number | undefined;
  /** The same with delay counted, for people who talk to each other. */
  readonly conversationalMos: number | undefined;
}

/** Framing and look-ahead of Opus at 20 ms frames, milliseconds. */
export const CODEC_DELAY_MS = 20;

/**
 * The difference of two readings. Counters that shrink have begun anew (a republished track, a new connection), and a track
 * that was not in both readings has no interval yet: both count as unknown, and so does one that expected no packets,
 * because silence under DTX is neither loss nor its absence.
 */
export function sampleBetween(before: StatsSnapshot | undefined, after: StatsSnapshot, atMs: number): ConnectionSample {
  const intervals = [...after.inbound].flatMap(([id, now]) => {
    const then = before?.inbound.get(id);
    const interval = then && intervalOf(then, now);
    return interval ? [interval] : [];
  });
  const active = intervals.filter((interval) => interval.expected > 0);

  const lossRatio = ratio(sum(active, 'lost'), sum(active, 'expected'));
  const concealedRatio = ratio(sum(active, 'concealed'), sum(active, 'samples'));
  const jitterBufferSec = ratio(sum(active, 'bufferDelaySec'), sum(active, 'emitted'));
  const jitters = active.flatMap(({ jitterSec }) => (jitterSec === undefined ? [] : [jitterSec]));

  const rttMs = after.rttSec === undefined ? undefined : after.rttSec * 1000;
  const jitterBufferMs = jitterBufferSec === undefined ? undefined : jitterBufferSec * 1000;
  const oneWayDelayMs = rttMs === undefined || jitterBufferMs === undefined ? undefined : rttMs / 2 + jitterBufferMs + CODEC_DELAY_MS;

  return {
    atMs,
    rttMs,
    lossPercent: lossRatio === undefined ? undefined : lossRatio * 100,
    jitterMs: jitters.length === 0 ? undefined : Math.max(...jitters) * 1000,
    concealedPercent: concealedRatio === undefined ? undefined : concealedRatio * 100,
    jitterBufferMs,
    listeningMos: concealedRatio === undefined ? undefined : meanOpinionScore({ concealedRatio }),
    conversationalMos: concealedRatio === undefined || oneWayDelayMs === undefined ? undefined : meanOpinionScore({ concealedRatio, oneWayDelayMs }),
  };
}

interface Interval {
  readonly expected: number;
  readonly lost: number;
  readonly concealed: number | undefined;
  readonly samples: number | undefined;
  readonly bufferDelaySec: number | undefined;
  readonly emitted: number | undefined;
  readonly jitterSec: number | undefined;
}

function intervalOf(then: InboundCounters, now: InboundCounters): Interval | undefined {
  const received = grown(then.packetsReceived, now.packetsReceived);
  if (received === undefined || then.packetsLost === undefined || now.packetsLost === undefined) return undefined;
  const lost = Math.max(0, now.packetsLost - then.packetsLost);
  return {
    expected: received + lost,
    lost,
    concealed: grown(then.concealedSamples, now.concealedSamples),
    samples: grown(then.totalSamplesReceived, now.totalSamplesReceived),
    bufferDelaySec: grown(then.jitterBufferDelaySec, now.jitterBufferDelaySec),
    emitted: grown(then.jitterBufferEmittedCount, now.jitterBufferEmittedCount),
    jitterSec: now.jitterSec,
  };
}

/** By how much a counter grew; `undefined` when it is unknown or began anew. */
function grown(then: number | undefined, now: number | undefined): number | undefined {
  return then === undefined || now === undefined || now < then ? undefined : now - then;
}

type Summable = { [K in keyof Interval]: Interval[K] extends number | undefined ? K : never }[keyof Interval];

function sum(intervals: readonly Interval[], field: Summable): number | undefined {
  const known = intervals.flatMap((interval) => interval[field] ?? []);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
}

function ratio(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || whole === undefined || whole <= 0 ? undefined : Math.min(1, part / whole);
}
