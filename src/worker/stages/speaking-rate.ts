/** The fastest that translated speech is said, a product goal: listeners notice little up to here, and understand. */
export const MAX_RATE = 1.3;
/** Waiting speech that the pause between two sentences takes away by itself, milliseconds. */
const RELAXED_LAG_MS = 200;
/** Waiting speech beyond the relaxed lag at which the voice is at its fastest, milliseconds. */
const FULL_LAG_MS = 1_500;
/** Head start of the next speech at which the voice is at its fastest, milliseconds. */
const FULL_HEAD_START_MS = 400;

/** From the beginning of speech on the floor until a translation of it can be heard at the earliest, as a rule: a short clause and its delay, milliseconds. */
const NEXT_CLAUSE_MS = 1_800;
/** Nobody is hurried into less than this, milliseconds. */
const LAST_MOMENT_MS = 250;

/**
 * How fast to say what is left so that it is over when the next translation is ready, 1 to 1.3. The floor speaks again and
 * nothing waits yet: now there is still time to make room, later there will only be a wait.
 */
export function hurryBefore({ leftMs, floorSpeaksForMs }: { readonly leftMs: number; readonly floorSpeaksForMs: number }): number {
  return Math.max(1, Math.min(MAX_RATE, leftMs / Math.max(LAST_MOMENT_MS, NEXT_CLAUSE_MS - floorSpeaksForMs)));
}

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
