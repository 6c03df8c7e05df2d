import { drop } from '../../shared/drop.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import type { RoomStats } from '../rtc/room-stats.ts';
import type { BoothMicrophone } from './booth-microphone.ts';

/** Asking costs about a millisecond, so it is done only in doubt, and then often enough to find an outage within 250 ms. */
const ASK_EVERY_MS = 50;
/** A question that has no answer by now is asked again: one that never comes must not hide an outage for the rest of the event. */
const ANSWER_WITHIN_MS = 500;

export interface PacketWatchOptions {
  /** By the SID of their track. */
  readonly microphones: ReadonlyMap<string, Pick<BoothMicrophone, 'doubtful' | 'countPackets'>>;
  /** What WebRTC has counted; undefined while there is no room. */
  readonly stats: () => Promise<RoomStats> | undefined;
}

/** Tells booth microphones how many packets of theirs have come, whenever one of them may have dropped off the network. */
export class PacketWatch {
  readonly #options: PacketWatchOptions;
  readonly #timer: ReturnType<typeof setInterval>;
  /** When the question was asked that waits for its answer, monotonic milliseconds; undefined while none does. */
  #askedMs: number | undefined;
  /** When the question was asked that was answered last. */
  #answeredMs = -Infinity;

  constructor(options: PacketWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => drop(this.#ask(), () => undefined), ASK_EVERY_MS);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #ask(): Promise<void> {
    const { microphones, stats } = this.#options;
    const askedMs = nowMs();
    const waits = this.#askedMs !== undefined && askedMs - this.#askedMs < ANSWER_WITHIN_MS;
    if (waits || ![...microphones.values()].some(({ doubtful }) => doubtful)) return;
    this.#askedMs = askedMs;
    try {
      // Without an answer nothing is known; the room itself announces what becomes of the connection.
      const counted = await stats();
      // An answer overtaken by a later one has fewer packets, which would look as if some had come.
      if (askedMs < this.#answeredMs) return;
      this.#answeredMs = askedMs;
      const atMs = nowMs();
      for (const { track, packetsReceived } of counted?.inbound ?? []) microphones.get(track)?.countPackets(packetsReceived, atMs);
    } finally {
      if (this.#askedMs === askedMs) this.#askedMs = undefined;
    }
  }
}
