import { z } from 'zod';
import { LogLine } from '../../../shared/protocol/session-protocol.ts';

/** Messages between the rehearsal worker and the process of the synthetic interpreter. Times are monotonic milliseconds. */

/** What an interpreter says in one take: 48 kHz mono. */
const Clip = z.custom<Int16Array>((value) => value instanceof Int16Array);

export const ToInterpreter = z.discriminatedUnion('type', [
  /** Join and publish the booth's microphone, muted. */
  z.object({ type: z.literal('join'), url: z.string(), identity: z.string(), token: z.string(), track: z.string(), clips: z.array(Clip).min(1) }),
  /** Open the microphone and say this clip at once; then mute it, or stay open and say nothing. */
  z.object({ type: z.literal('take'), clip: z.number().int().nonnegative(), muteAfter: z.boolean() }),
  z.object({ type: z.literal('mute') }),
  z.object({ type: z.literal('token'), token: z.string() }),
  z.object({ type: z.literal('shutdown') }),
]);
export type ToInterpreter = z.output<typeof ToInterpreter>;

export const FromInterpreter = z.discriminatedUnion('type', [
  /** In the room with a muted microphone; again after each lost connection. */
  z.object({ type: z.literal('ready') }),
  /** The clip's first sample reached the encoder. */
  z.object({ type: z.literal('opened'), atMs: z.number() }),
  /** Its last one did, or the connection was lost: `samples` of it were said. */
  z.object({ type: z.literal('closed'), atMs: z.number(), samples: z.number().int() }),
  z.object({ type: z.literal('token-request') }),
  LogLine,
]);
export type FromInterpreter = z.output<typeof FromInterpreter>;
