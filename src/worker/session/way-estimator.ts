import { drop } from '../../shared/drop.ts';
import type { InboundAudioStats, RoomStats } from '../rtc/room-stats.ts';

/** Asking costs about a millisecond; delays change slowly. */
const ASK_EVERY_MS = 2_000;

/** How long audio is on its way between the SFU and this worker, milliseconds, reckoned and not measured. Absent: not known. */
export interface Way {
  /** From the SFU out of the jitter buffer: half a round trip, and the buffer's mean since it was last asked. How a speaker reaches the SFU is not in it. */
  readonly inMs?: number;
  /** Half a round trip to the SFU. */
  readonly outMs?: number;
}

/** What a jitter buffer has counted since the track was subscribed. */
interface Buffered {
  readonly totalMs: number;
  readonly samples: number;
  /** Mean of the newest stretch in which something came out, milliseconds. */
  readonly meanMs: number;
}

/** Keeps an estimate of the ways of a room's tracks; when the room does not tell, nothing is known, and what was is forgotten. */
export class WayEstimator {
  readonly #stats: () => Promise<RoomStats> | undefined;
  readonly #timer: ReturnType<typeof setInterval>;
  #buffers: ReadonlyMap<string, Buffered> = new Map();
  #roundTripMs: number | undefined;

  /** `stats`: what WebRTC has counted, told or rejected in less than {@link ASK_EVERY_MS}; undefined while there is no room. */
  constructor(stats: () => Promise<RoomStats> | undefined) {
    this.#stats = stats;
    this.#timer = setInterval(() => drop(this.#ask(), () => this.#take(undefined)), ASK_EVERY_MS);
  }

  /** The way of the track with this SID as it was at the last answer. */
  wayOf(trackSid: string): Way {
    if (this.#roundTripMs === undefined) return {};
    const outMs = this.#roundTripMs / 2;
    const buffer = this.#buffers.get(trackSid);
    return { outMs, ...(buffer && { inMs: outMs + buffer.meanMs }) };
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #ask(): Promise<void> {
    this.#take(await this.#stats());
  }

  #take(stats: RoomStats | undefined): void {
    this.#roundTripMs = stats?.roundTripMs;
    this.#buffers = new Map(
      (stats?.inbound ?? []).flatMap((inbound) => {
        const buffered = bufferedSince(this.#buffers.get(inbound.track), inbound);
        return buffered ? [[inbound.track, buffered]] : [];
      }),
    );
  }
}

/** Totals that shrink belong to a new subscription; totals that stand still say nothing new. */
function bufferedSince(before: Buffered | undefined, { jitterBufferMs, jitterBufferSamples: samples }: InboundAudioStats): Buffered | undefined {
  if (jitterBufferMs === undefined) return undefined;
  const totalMs = jitterBufferMs * samples;
  if (!before || samples < before.samples) return { totalMs, samples, meanMs: jitterBufferMs };
  return samples === before.samples ? before : { totalMs, samples, meanMs: Math.max(0, (totalMs - before.totalMs) / (samples - before.samples)) };
}
