import type { SessionStats } from '../../../shared/live/stats.ts';

/** Of one channel, milliseconds since the first look; what is not known yet, or not told by WebRTC, is left out. */
export interface MissingSoundFigures {
  /** What the session worker never wrote, or the encoder did not take. */
  readonly unwrittenMs?: number;
  /** What the listener's client made up because it came late or not at all. */
  readonly concealedMs?: number;
  /** The most of either between two looks, which are a second apart. */
  readonly worstSecondMs?: number;
}

/** Which part of `seconds` of sound is missing, 0 to 1: what is not written may be missing on the way as well, so that the two are not added. */
export function missingShare({ unwrittenMs = 0, concealedMs = 0 }: { readonly [Figure in keyof MissingSoundFigures]?: number | undefined }, seconds: number): number {
  return Math.max(unwrittenMs, concealedMs) / 1000 / seconds;
}

type Written = Pick<SessionStats['channels'][number], 'unwrittenMs'>;

interface Received {
  /** Of the subscription that the probe has now. */
  readonly concealedSamples?: number | undefined;
  readonly totalSamples?: number | undefined;
  /** How many it was given so far. */
  readonly subscriptions: number;
}

/** WebRTC counts received Opus at this rate, whatever was sent. */
const SAMPLES_PER_MS = 48;
/** A new subscription's jitter buffer has not found its length yet: what it makes up until then is the price of joining. */
const SETTLED_SAMPLES = 8_000 * SAMPLES_PER_MS;

/**
 * Finds sound that is missing on a channel although its track goes on, which no count of frames shows: what would be
 * written much too late never is, and what does not arrive is made up by the listener's client, which never stops
 * delivering frames. Looks at running totals about once a second, and takes their beginning anew when a worker or a subscription
 * begins anew.
 */
export class MissingSound {
  #written: Written | undefined;
  #concealed: { readonly concealedMs: number; readonly totalSamples: number; readonly subscriptions: number } | undefined;
  #unwrittenMs: number | undefined;
  #concealedMs: number | undefined;
  #worstMs: number | undefined;

  /** What the session worker says of the channel. */
  takeWritten(now: Written): void {
    const before = this.#written;
    this.#written = now;
    if (!before || now.unwrittenMs < before.unwrittenMs) return;
    const lostMs = now.unwrittenMs - before.unwrittenMs;
    this.#unwrittenMs = (this.#unwrittenMs ?? 0) + lostMs;
    this.#worstMs = Math.max(this.#worstMs ?? 0, lostMs);
  }

  /** What the probe says of the channel's track. */
  takeReceived({ concealedSamples, totalSamples, subscriptions }: Received): void {
    const before = this.#concealed;
    this.#concealed = undefined;
    if (concealedSamples === undefined || totalSamples === undefined || totalSamples < SETTLED_SAMPLES) return;
    const concealedMs = concealedSamples / SAMPLES_PER_MS;
    this.#concealed = { concealedMs, totalSamples, subscriptions };
    if (!before || before.subscriptions !== subscriptions || totalSamples < before.totalSamples) return;
    const lostMs = Math.max(0, concealedMs - before.concealedMs);
    this.#concealedMs = (this.#concealedMs ?? 0) + lostMs;
    this.#worstMs = Math.max(this.#worstMs ?? 0, lostMs);
  }

  get figures(): MissingSoundFigures {
    const [unwrittenMs, concealedMs, worstSecondMs] = [this.#unwrittenMs, this.#concealedMs, this.#worstMs];
    return {
      ...(unwrittenMs !== undefined && { unwrittenMs }),
      ...(concealedMs !== undefined && { concealedMs }),
      ...(worstSecondMs !== undefined && { worstSecondMs }),
    };
  }
}
