import { z } from 'zod';
import { LanguageTag } from '../language.ts';

/** Who is heard on a channel. */
export const ChannelSource = z.enum(['human', 'machine', 'floor', 'silence']);
export type ChannelSource = z.output<typeof ChannelSource>;

/** Why that source is heard: shown to the operator in words. */
export const ChannelReason = z.enum([
  'starting',
  'translator-ready',
  /** No recogniser of the floor's language works, whatever could be translated. */
  'not-understood',
  'no-translator',
  'no-voice',
  'engines-down',
  'floor-language',
  'nobody-speaks',
  /** A booth microphone is open. */
  'human-speaks',
  /** The policy wants a human, and no booth microphone is open. */
  'no-human',
  /** The operator holds the channel. */
  'operator',
]);
export type ChannelReason = z.output<typeof ChannelReason>;

/** Who may interpret a channel. Without anybody who may, it carries the floor. */
export const ChannelPolicy = z.enum(['human-only', 'machine-only', 'machine-until-human']);
export type ChannelPolicy = z.output<typeof ChannelPolicy>;

/** What becomes of the clause the machine is saying when a human takes over: cut off at once, or said to its end before the human is heard. */
export const Takeover = z.enum(['drop', 'finish']);
export type Takeover = z.output<typeof Takeover>;

/** What the operator put on the air by hand, whatever the policy says, until it is released (`auto`). */
export const OperatorHold = z.enum(['human', 'machine', 'floor', 'silence']);
export type OperatorHold = z.output<typeof OperatorHold>;

/** The state of one channel: one target language as listeners hear it. */
export const ChannelStatus = z.object({
  language: LanguageTag,
  trackName: z.string(),
  /** SID of the published track; absent until it is published. */
  trackSid: z.string().optional(),
  source: ChannelSource,
  reason: ChannelReason,
  /** Unix milliseconds since when this source is heard. */
  sinceMs: z.number(),
  /** Ids of the engines that fill the channel; absent where there is none. */
  translator: z.string().optional(),
  voice: z.string().optional(),
  /** The languages a translation passes through, source first: `["en","es","pt"]` is a pivot through Spanish. */
  path: z.array(LanguageTag),
  /** Translated speech synthesised but not yet heard, milliseconds. */
  lagMs: z.number().nonnegative(),
  /** Clauses of the machine given up since the start because too much waited, to be translated or to be spoken. */
  droppedClauses: z.number().int().nonnegative(),
  policy: ChannelPolicy,
  takeover: Takeover,
  /** Absent: the policy decides. */
  hold: OperatorHold.optional(),
  /** The interpreter whose booth microphone is published; `open`: not muted. Absent: the booth is empty. */
  human: z.object({ identity: z.string(), name: z.string(), open: z.boolean() }).optional(),
  /** How much faster than its own pace the machine speaks now, 1 to 1.3. */
  rate: z.number().min(1),
  /** Short-term loudness (3 s, EBU R 128) of what listeners hear, LUFS; absent while it is silent. */
  shortTermLufs: z.number().optional(),
});
export type ChannelStatus = z.output<typeof ChannelStatus>;

/** A change of who is heard on a channel. */
export const ChannelSwitch = z.object({
  language: LanguageTag,
  /** Unix milliseconds. */
  atMs: z.number(),
  from: ChannelSource,
  to: ChannelSource,
  reason: ChannelReason,
  /** The interpreter who took or left the channel. */
  identity: z.string().optional(),
  /**
   * Why the interpreter who was heard is no longer: muted, nothing said for a set time, no audio arrives (network), or the
   * microphone is gone. Absent: nobody was, or the operator or the policy took the channel.
   */
  humanLeft: z.enum(['closed', 'silent', 'dropped', 'left']).optional(),
});
export type ChannelSwitch = z.output<typeof ChannelSwitch>;

/** A speaker on the floor. */
export const FloorSpeaker = z.object({
  identity: z.string(),
  name: z.string(),
  language: LanguageTag,
  speaking: z.boolean(),
  /** Unix milliseconds of the last change of `speaking`. */
  changedAtMs: z.number(),
});
export type FloorSpeaker = z.output<typeof FloorSpeaker>;

/** Levels of every track the session worker hears or writes, measured on the samples themselves over the last window. */
export const LevelFrame = z.object({
  atMs: z.number(),
  /** Length of the window the figures stand for, milliseconds. */
  windowMs: z.number().positive(),
  tracks: z.array(
    z.object({
      /** `floor` or `channel:<tag>`. */
      track: z.string(),
      rmsDbfs: z.number(),
      peakDbfs: z.number(),
      /** At least one sample at full scale in the window. */
      clipped: z.boolean(),
    }),
  ),
});
export type LevelFrame = z.output<typeof LevelFrame>;
