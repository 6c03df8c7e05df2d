import { z } from 'zod';
import { ConfiguredEngine } from '../engine-spec.ts';
import { LanguageTag } from '../language.ts';
import { Caption } from '../live/caption.ts';
import { ChannelPolicy, ChannelStatus, ChannelSwitch, FloorSpeaker, LevelFrame, OperatorHold, Takeover } from '../live/channel.ts';
import { DEFAULT_LOUDNESS_TARGET_LUFS, LoudnessTarget } from '../live/loudness.ts';
import { SessionStats } from '../live/stats.ts';
import { SegmentTrace } from '../live/trace.ts';

/**
 * Messages between the host and a session worker, over Node's IPC channel with `serialization: 'advanced'`.
 * Both sides parse what they receive. A worker whose channel closes has lost its host and exits by itself.
 */

/** A structured log line of a child process; the host writes it to its own log. */
export const LogLine = z.object({
  type: z.literal('log'),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  message: z.string(),
  fields: z.record(z.string(), z.unknown()).optional(),
});
export type LogLine = z.output<typeof LogLine>;

/** Everything a worker needs, in its first message: never in argv or the environment, where others could read it. */
export const SessionConfig = z.object({
  room: z.string(),
  /** `ws://` or `wss://` address of the SFU. */
  url: z.string(),
  /** Token of role `translator` for `room`. */
  token: z.string(),
  /** Language of speakers who do not say one. */
  floorLanguage: LanguageTag,
  /** Target languages, one channel each; without duplicates. */
  languages: z.array(LanguageTag).max(50),
  /** Channels whose policy is not the usual one (the machine until a human speaks; its clause is cut off then). */
  policies: z.record(z.string(), z.object({ policy: ChannelPolicy, takeover: Takeover })).default({}),
  /** Channels that the operator holds already: this worker takes the place of one that was ended on purpose. */
  holds: z.record(z.string(), OperatorHold).default({}),
  /**
   * Another worker is in the room and has the channels: this one joins beside it as another participant, publishes silence and says
   * nothing until it is told what is its own (`speech.divide`, `channel.pass`).
   */
  succeeds: z.boolean().default(false),
  /** Every channel is brought to this loudness, LUFS. */
  loudnessTargetLufs: LoudnessTarget.default(DEFAULT_LOUDNESS_TARGET_LUFS),
  /** Folder with the bundled models (`rehearsal/…`, `vad/silero_vad.onnx`). */
  resourcesDir: z.string(),
  /** The user's own engines with their keys, in the order of preference. */
  engines: z.array(ConfiguredEngine).default([]),
});
export type SessionConfig = z.output<typeof SessionConfig>;

export const HostToSession = z.discriminatedUnion('type', [
  z.object({ type: z.literal('configure'), config: SessionConfig }),
  /** Who may interpret the channel from now on. */
  z.object({ type: z.literal('channel.policy'), language: LanguageTag, policy: ChannelPolicy, takeover: Takeover }),
  /** The operator takes the channel, or gives it back (`auto`). */
  z.object({ type: z.literal('channel.hold'), language: LanguageTag, hold: z.union([OperatorHold, z.literal('auto')]) }),
  /** Replace the engine host by a fresh one without a gap; `reason` goes to the log. */
  z.object({ type: z.literal('engines.recycle'), reason: z.string() }),
  /**
   * To a worker and its successor: speech that began to arrive before this moment is still the first one's, later speech the
   * successor's. The first one answers for each channel with `channel-said`.
   */
  z.object({ type: z.literal('speech.divide'), atMs: z.number().describe('Monotonic milliseconds') }),
  /** To both: at this moment the channel passes from the one to the other. */
  z.object({ type: z.literal('channel.pass'), language: LanguageTag, atMs: z.number().describe('Monotonic milliseconds') }),
  /** The successor will not come after all: all speech and every channel are this worker's own, whatever was divided. */
  z.object({ type: z.literal('succession.off') }),
  /** Answer to `token-request`. */
  z.object({ type: z.literal('token'), token: z.string() }),
  /** Leave the room, close everything, exit 0. */
  z.object({ type: z.literal('shutdown') }),
]);
export type HostToSession = z.output<typeof HostToSession>;

/** Where the worker is with its room. `reconnecting` carries what happened in words. */
export const SessionPhase = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('starting') }),
  z.object({ kind: z.literal('joining') }),
  z.object({ kind: z.literal('live') }),
  z.object({ kind: z.literal('reconnecting'), reason: z.string() }),
  z.object({ kind: z.literal('left') }),
]);
export type SessionPhase = z.output<typeof SessionPhase>;

export const SessionToHost = z.discriminatedUnion('type', [
  z.object({ type: z.literal('phase'), phase: SessionPhase }),
  z.object({ type: z.literal('caption'), caption: Caption }),
  /** All current speakers, again after every change. */
  z.object({ type: z.literal('floor'), speakers: z.array(FloorSpeaker) }),
  /** All channels, again after every change. */
  z.object({ type: z.literal('channels'), channels: z.array(ChannelStatus) }),
  /** Who is heard on a channel changed: each change once, in order. */
  z.object({ type: z.literal('switch'), change: ChannelSwitch }),
  /** After `speech.divide`: everything of this worker's own speech has been said on the channel. Once a channel. */
  z.object({ type: z.literal('channel-said'), language: LanguageTag }),
  z.object({ type: z.literal('levels'), frame: LevelFrame }),
  z.object({ type: z.literal('trace'), trace: SegmentTrace }),
  z.object({ type: z.literal('stats'), stats: SessionStats }),
  /** The token is refused or old: the host answers with `token`. */
  z.object({ type: z.literal('token-request') }),
  LogLine,
]);
export type SessionToHost = z.output<typeof SessionToHost>;
