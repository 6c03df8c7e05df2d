import type { Room } from '@livekit/rtc-node';

/** One received track, totals since it was subscribed. Left out: what WebRTC does not tell. */
export interface InboundAudioStats {
  /** SID of the track. */
  readonly track: string;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly jitterMs: number;
  readonly concealedSamples: number;
  readonly totalSamples: number;
  /** Mean time a sample spent in the jitter buffer, milliseconds. */
  readonly jitterBufferMs: number | undefined;
  /** How many samples that is the mean of. */
  readonly jitterBufferSamples: number;
}

export interface RoomStats {
  readonly inbound: readonly InboundAudioStats[];
  /** Round trip to the SFU on the connection that receives, milliseconds. */
  readonly roundTripMs: number | undefined;
}

type Native = Awaited<ReturnType<Room['getRtcStats']>>;

/** Picks the figures this program uses out of WebRTC's reports. */
export function readStats({ subscriberStats, publisherStats }: Native): RoomStats {
  const inbound: InboundAudioStats[] = [];
  let roundTripMs: number | undefined;
  for (const { stats } of [...publisherStats, ...subscriberStats]) {
    if (stats.case === 'candidatePair' && stats.value.candidatePair?.nominated) {
      const seconds = stats.value.candidatePair.currentRoundTripTime;
      if (seconds !== undefined) roundTripMs = seconds * 1000;
    }
    if (stats.case !== 'inboundRtp' || stats.value.stream?.kind !== 'audio') continue;
    const { received, inbound: heard } = stats.value;
    const emitted = Number(heard?.jitterBufferEmittedCount ?? 0);
    inbound.push({
      track: heard?.trackIdentifier ?? '',
      packetsReceived: Number(received?.packetsReceived ?? 0),
      packetsLost: Number(received?.packetsLost ?? 0),
      jitterMs: (received?.jitter ?? 0) * 1000,
      concealedSamples: Number(heard?.concealedSamples ?? 0),
      totalSamples: Number(heard?.totalSamplesReceived ?? 0),
      jitterBufferMs: emitted > 0 ? ((heard?.jitterBufferDelay ?? 0) / emitted) * 1000 : undefined,
      jitterBufferSamples: emitted,
    });
  }
  return { inbound, roundTripMs };
}
