/** Listeners notice little up to here, and understand (design: speech is compressed up to 1.3×). */
export const MAX_RATE = 1.3;
/** Waiting speech that the pause between two sentences takes away by itself, milliseconds. */
const RELAXED_LAG_MS = 200;
/** Waiting speech beyond the relaxed lag at which the voice is at its fastest, milliseconds. */
const FULL_LAG_MS = 1_500;
/** Head start of the next speech at which the voice is at its fastest, milliseconds. */
const FULL_HEAD_START_MS = 400;

/** What presses a channel when a clause is about to be spoken. */
export interface Pressure {
  /** Translated speech waiting in front of the clause, milliseconds. */
  readonly lagMs: number;
  /** For how long somebody else has already been saying what has to be translated after this clause, milliseconds; 0: nobody has. */
  readonly headStartMs: number;
}

/**
 * How fast to speak a clause, 1 (the voice's own pace) to 1.3.
 *
 * A lag that exists already is caught up; one that is coming, because somebody else began
 * before this clause is spoken, is prevented: once speech is synthesised its pace is fixed.
 */
export function speakingRate({ lagMs, headStartMs }: Pressure): number {
  const lag = Math.max(0, lagMs - RELAXED_LAG_MS) / FULL_LAG_MS;
  const headStart = Math.max(0, headStartMs) / FULL_HEAD_START_MS;
  return 1 + Math.min(1, lag + headStart) * (MAX_RATE - 1);
}
