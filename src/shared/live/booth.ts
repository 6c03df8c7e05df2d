/**
 * An open microphone into which nothing is said for this long is left to the machine or the floor. Interpreters wait for the
 * end of a thought, up to five seconds; nobody should listen to an empty booth for much longer.
 */
export const BOOTH_SILENCE_MS = 8_000;
