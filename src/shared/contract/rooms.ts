import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { LanguageTag } from '../language.ts';
import { ChannelPolicy, OperatorHold, Takeover } from '../live/channel.ts';
import { EngineStatus } from '../live/stats.ts';
import { SessionPhase } from '../protocol/session-protocol.ts';
import { InvitableRole } from '../roles.ts';
import { command, stream } from './define.ts';

/** Name of a LiveKit room: lower-case letters, digits and hyphens, so that it is safe in URLs, logs and file names. */
export const RoomName = z
  .string()
  .trim()
  .min(1, 'Give the room a name')
  .max(64, 'A room name has 64 characters at most')
  .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, 'A room name has lower-case letters, digits and hyphens, and begins and ends with a letter or digit');
export type RoomName = z.output<typeof RoomName>;

export const RoomPlan = z
  .object({
    name: RoomName,
    floorLanguage: LanguageTag,
    /** Target languages, one channel each. */
    languages: z.array(LanguageTag).min(1, 'Choose at least one language').max(50),
    /** By language; a channel that is left out has the machine until a human speaks. */
    policies: z.record(z.string(), z.object({ policy: ChannelPolicy, takeover: Takeover })).default({}),
  })
  .refine((plan) => new Set(plan.languages).size === plan.languages.length, { message: 'Each language can be chosen once', path: ['languages'] });
export type RoomPlan = z.output<typeof RoomPlan>;

export const RoomParticipant = z.object({
  identity: z.string(),
  name: z.string(),
  role: z.string(),
  publishing: z.array(z.string()),
  joinedAtMs: z.number(),
});

/** A room that this console launched. */
export const RoomView = z.object({
  name: RoomName,
  floorLanguage: LanguageTag,
  languages: z.array(LanguageTag),
  rehearsal: z.boolean(),
  createdAtMs: z.number(),
  /** The session worker's phase. */
  phase: SessionPhase,
  participants: z.array(RoomParticipant),
});
export type RoomView = z.output<typeof RoomView>;

/** A language as a possible target, and what would interpret into it. */
export const TargetLanguage = z.object({
  tag: LanguageTag,
  /** `undefined`: no translator, the channel would carry the floor. */
  translator: z.string().optional(),
  voice: z.string().optional(),
  path: z.array(LanguageTag),
  /** What is missing, in words; empty when nothing is. */
  missing: z.string(),
});
export type TargetLanguage = z.output<typeof TargetLanguage>;

export const roomsContract = {
  /** Every room, again after every change. */
  watch: stream('viewer', { keep: 'latest' }).output(eventIterator(z.array(RoomView))),
  /** What could interpret from `floorLanguage` into what, on this machine, now. */
  languages: command('viewer').input(z.object({ floorLanguage: LanguageTag })).output(z.object({ targets: z.array(TargetLanguage), engines: z.array(EngineStatus) })),
  /**
   * Creates the room on the SFU and starts its session worker; resolves once the room exists.
   * @throws ROOM_NAME_TAKEN SFU_UNREACHABLE LANGUAGE_UNKNOWN
   */
  launch: command('operator').input(RoomPlan).output(RoomView),
  /** Ends the room for everybody. Resolves once its worker is gone. @throws NOT_FOUND */
  close: command('operator').input(z.object({ name: RoomName })).output(z.object({})),
  /** Who may interpret a channel from now on; kept with the room. @throws NOT_FOUND room or channel */
  setPolicy: command('operator').input(z.object({ name: RoomName, language: LanguageTag, policy: ChannelPolicy, takeover: Takeover })).output(z.object({})),
  /** Puts a source on the air by hand until `auto` gives the channel back to its policy. @throws NOT_FOUND room or channel */
  hold: command('operator').input(z.object({ name: RoomName, language: LanguageTag, hold: z.union([OperatorHold, z.literal('auto')]) })).output(z.object({})),
  /** Address and token with which this console listens (hidden monitor). @throws NOT_FOUND */
  monitor: command('viewer').input(z.object({ name: RoomName })).output(z.object({ url: z.string(), token: z.string() })),
  /** A token for someone else. @throws NOT_FOUND INVALID_INPUT */
  invite: command('operator')
    .input(z.object({ name: RoomName, role: InvitableRole, participantName: z.string().trim().min(1).max(80), language: LanguageTag.optional() }))
    .output(z.object({ url: z.string(), token: z.string(), identity: z.string(), expiresAtMs: z.number() })),
};
