/**
 * Nothing received for this long from somebody who was speaking: seven packets in a row, which is an outage and no jitter. The
 * client bridges the first 100 ms of it unnoticed, and has faded to nothing after 300 ms.
 */
export const STALLED_SPEAKING_MS = 150;
/** From somebody who was not: a browser that saves bandwidth in silence (DTX) sends a packet every 400 ms. */
export const STALLED_QUIET_MS = 1_000;
/** Opus goes on sending whole packets for 200 ms after the last sound before it saves. */
const DTX_AFTER_MS = 200;

/**
 * Whether packets of a track still arrive, from the counts that the SFU client tells when it is asked. The audio itself does not
 * say: the client makes up frames, and in the end silence, for packets that do not come.
 */
export class PacketFlow {
  #packets: number | undefined;
  #movedAtMs = 0;
  #spoke = false;

  /** Forgets what was counted: the track may have stood still for a good reason. */
  reset(): void {
    this.#packets = undefined;
  }

  /**
   * Takes in a count. Returns whether the flow has stopped.
   *
   * @param packets received since the subscription began
   * @param silentMs for how long the audio has been quiet
   * @param atMs when it was counted, monotonic
   */
  stalled(packets: number, silentMs: number, atMs: number): boolean {
    if (packets !== this.#packets) {
      this.#packets = packets;
      this.#movedAtMs = atMs;
      this.#spoke = silentMs < DTX_AFTER_MS;
      return false;
    }
    return atMs - this.#movedAtMs >= (this.#spoke ? STALLED_SPEAKING_MS : STALLED_QUIET_MS);
  }
}
