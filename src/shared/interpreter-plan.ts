import type { Leaving } from './interpreter-report.ts';

/** The interpreter speaks this long, and is away this long: the machine has time to be heard, and to be measured. */
export const TAKE_EVERY_MS = 18_500;
/** From the start of the reading to the first take: the machine has begun to interpret. */
export const FIRST_TAKE_MS = 5_000;
/** Speaks until torn off the network; the other takes last as long as their clip. */
export const DROPPED_AFTER_MS = 7_000;
/** After being torn off, the interpreter is away for this long before joining again. */
export const BACK_AFTER_MS = 1_500;
/** Somebody who fell silent mutes the microphone this long before taking the channel again. */
export const MUTED_BEFORE_NEXT_MS = 1_500;

/** The first three takes leave in every way there is. */
const WAYS: readonly Leaving[] = ['mute', 'silence', 'drop', 'mute', 'mute', 'mute'];

/** How the interpreter leaves in take `index`. */
export const leavingOf = (index: number): Leaving => WAYS[index % WAYS.length]!;

/** After opening for the last time: to speak, to leave, and for the machine to be heard again. */
const LAST_TAKE_MS = 17_000;

/** How often the channel is taken in `seconds` of reading: three times in one minute, six times in two. */
export const takesIn = (seconds: number): number => Math.max(1, 1 + Math.floor((seconds * 1000 - FIRST_TAKE_MS - LAST_TAKE_MS) / TAKE_EVERY_MS));
