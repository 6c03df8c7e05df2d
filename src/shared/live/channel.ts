import { z } from 'zod';
import { LanguageTag } from '../language.ts';

/** Who is heard on a channel. */
export const ChannelSource = z.enum(['human', 'machine', 'floor', 'silence']);
export type ChannelSource = z.output<typeof ChannelSource>;

/** Why that source is heard: shown to the operator in words. */
export const ChannelReason = z.enum(['starting', 'translator-ready', 'no-translator', 'no-voice', 'engines-down', 'floor-language', 'nobody-speaks']);
export type ChannelReason = z.output<typeof ChannelReason>;

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
  droppedClauses: z.number().int().nonnegative(),
});
export type ChannelStatus = z.output<typeof ChannelStatus>;

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
