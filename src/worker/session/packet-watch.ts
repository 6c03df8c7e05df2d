import { drop } from '../../shared/drop.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import type { RoomStats } from '../rtc/room-stats.ts';
import type { BoothMicrophone } from './booth-microphone.ts';

/** Asking costs about a millisecond, so it is done only in doubt, and then often enough to find an outage within 250 ms. */
const ASK_EVERY_MS = 50;

export interface PacketWatchOptions {
  /** By the SID of their track. */
  readonly microphones: ReadonlyMap<string, Pick<BoothMicrophone, 'doubtful' | 'countPackets'>>;
  /** What WebRTC has counted, told or rejected in good time: while an answer is awaited no outage is found. Undefined while there is no room. */
  readonly stats: () => Promise<RoomStats> | undefined;
}

/** Tells booth microphones how many packets of theirs have come, whenever one of them may have dropped off the network. */
export class PacketWatch {
  readonly #options: PacketWatchOptions;
  readonly #timer: ReturnType<typeof setInterval>;
  #asking = false;

  constructor(options: PacketWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => drop(this.#ask(), () => undefined), ASK_EVERY_MS);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #ask(): Promise<void> {
    const { microphones, stats } = this.#options;
    if (this.#asking || ![...microphones.values()].some(({ doubtful }) => doubtful)) return;
    this.#asking = true;
    try {
      // Without an answer nothing is known; the room itself announces what becomes of the connection.
      const counted = await stats();
      const atMs = nowMs();
      for (const { track, packetsReceived } of counted?.inbound ?? []) microphones.get(track)?.countPackets(packetsReceived, atMs);
    } finally {
      this.#asking = false;
    }
  }
}
