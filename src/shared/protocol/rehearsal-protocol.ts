import { z } from 'zod';
import { InterpreterTake } from '../interpreter-report.ts';
import { LanguageTag } from '../language.ts';
import { LogLine } from './session-protocol.ts';

/**
 * Messages between the host and the rehearsal worker: one process that holds the synthetic speakers and the probe, each a
 * participant of its own. Times are milliseconds of the machine's monotonic clock (see `live/trace.ts`).
 */

/** One line of the event script. */
export const ScriptLine = z.object({
  /** `A`, `B` …: which of the speakers reads it. */
  speaker: z.string(),
  text: z.string().min(1).max(500),
  /** Milliseconds between the end of the line before and this one; negative: talks over it for that long. */
  gapMs: z.number().min(-2_000).max(10_000).default(600),
  /** Other than the speaker's own pace. */
  wordsPerMinute: z.number().min(80).max(260).optional(),
});
export type ScriptLine = z.output<typeof ScriptLine>;

export const RehearsalSpeaker = z.object({
  /** The script's letter for this speaker. */
  speaker: z.string(),
  identity: z.string(),
  name: z.string(),
  /** espeak-ng voice with variant, `en-us+Michael`. */
  voice: z.string(),
  wordsPerMinute: z.number().min(80).max(260),
  token: z.string(),
});
export type RehearsalSpeaker = z.output<typeof RehearsalSpeaker>;

/** The synthetic interpreter: takes and leaves one channel on a plan of the worker's. */
export const RehearsalInterpreter = z.object({
  identity: z.string(),
  name: z.string(),
  /** The channel. */
  language: LanguageTag,
  /** espeak-ng voice with variant, another than the machine's. */
  voice: z.string(),
  wordsPerMinute: z.number().min(80).max(260),
  token: z.string(),
  /** What is said, one text a take, in turn; up to ten seconds each. */
  texts: z.array(z.string().min(1).max(500)).min(1),
  /** How often the channel is taken; absent: again and again. */
  takes: z.number().int().positive().optional(),
});
export type RehearsalInterpreter = z.output<typeof RehearsalInterpreter>;

export const RehearsalConfig = z.object({
  room: z.string(),
  url: z.string(),
  speakers: z.array(RehearsalSpeaker).min(1),
  lines: z.array(ScriptLine),
  /** Begin again after the last line. */
  repeat: z.boolean(),
  /** Listener token of the probe; absent: nobody measures. */
  probeToken: z.string().optional(),
  /** Channels the probe listens to. */
  languages: z.array(LanguageTag),
  /** The probe listens to the speakers as well, under the track names `floor:<identity>`. */
  probeFloor: z.boolean().default(false),
  interpreter: RehearsalInterpreter.optional(),
});
export type RehearsalConfig = z.output<typeof RehearsalConfig>;

export const HostToRehearsal = z.discriminatedUnion('type', [
  z.object({ type: z.literal('configure'), config: RehearsalConfig }),
  /**
   * Join the room. Sent once the engines are warm: what happens while a track is new shapes its jitter buffer for half a
   * minute, and a machine that is loading models makes it long.
   */
  z.object({ type: z.literal('join') }),
  /** Begin reading. Sent once every channel is up, so that nothing of the first line is lost. */
  z.object({ type: z.literal('start') }),
  /** Speak this sentence as soon as the current line ends. */
  z.object({ type: z.literal('say'), speaker: z.string(), text: z.string().min(1).max(500) }),
  /** A fresh token for `identity`, in answer to `token-request`. */
  z.object({ type: z.literal('token'), identity: z.string(), token: z.string() }),
  /** One more listener joins with this token, and leaves once it has heard a frame of a channel; answered by `joined`. */
  z.object({ type: z.literal('measure-join'), token: z.string() }),
  /** Finish the line being read, then stay silent; an interpreter takes the channel no more, which `interpreter-ended` answers. */
  z.object({ type: z.literal('pause') }),
  z.object({ type: z.literal('shutdown') }),
]);
export type HostToRehearsal = z.output<typeof HostToRehearsal>;

/** When one word of the script was spoken: start and end of its samples at the speaker's encoder. */
export const SpokenWord = z.object({ text: z.string(), startMs: z.number(), endMs: z.number() });

export const RehearsalToHost = z.discriminatedUnion('type', [
  /** Everybody is in the room and the first lines are synthesised. */
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('line-started'), index: z.number().int(), speaker: z.string(), text: z.string(), atMs: z.number() }),
  z.object({
    type: z.literal('line-ended'),
    index: z.number().int(),
    speaker: z.string(),
    identity: z.string(),
    text: z.string(),
    words: z.array(SpokenWord),
    startMs: z.number(),
    endMs: z.number(),
  }),
  /** The script is read to its end (never with `repeat`). */
  z.object({ type: z.literal('script-ended') }),
  /** The probe heard speech begin on a channel after at least 40 ms of silence; `atMs`: the frame left the jitter buffer. */
  z.object({ type: z.literal('heard'), track: z.string(), atMs: z.number() }),
  /** The probe received a caption revision as a text stream. */
  z.object({
    type: z.literal('caption-heard'),
    captionId: z.string(),
    language: LanguageTag,
    sourceLanguage: LanguageTag,
    segmentId: z.string(),
    text: z.string(),
    stableLength: z.number().int(),
    final: z.boolean(),
    atMs: z.number(),
  }),
  /** The probe's running totals, once a second, since it joined. */
  z.object({
    type: z.literal('probe'),
    tracks: z.array(
      z.object({
        track: z.string(),
        /** Audio received, seconds, silence included: an unbroken track has as much as time has passed. */
        audioSeconds: z.number(),
        /** Seconds since the first frame. */
        elapsedSeconds: z.number(),
        /** Interruptions: no frame for more than 100 ms, or the track went away. */
        gaps: z.number().int(),
        longestGapMs: z.number(),
        concealedSamples: z.number().optional(),
        totalSamples: z.number().optional(),
        jitterBufferMs: z.number().optional(),
        unsubscribed: z.number().int(),
        /** Tracks of this name that the probe was given, one after the other. */
        subscriptions: z.number().int(),
      }),
    ),
  }),
  /**
   * The interpreter took the channel and left it, with the last sound at the encoder (or the loss of the network) at `closedAtMs`;
   * sent once what came after could be measured, too.
   */
  z.object({ type: z.literal('interpreter-take'), take: InterpreterTake.omit({ leftAfterMs: true }), closedAtMs: z.number() }),
  /** All takes are measured, and there will be no more. */
  z.object({ type: z.literal('interpreter-ended') }),
  /** Answer to `measure-join`: from the call to the joined room, and to the first audio frame of a channel; absent: it failed. */
  z.object({ type: z.literal('joined'), joinMs: z.number().optional(), firstAudioMs: z.number().optional() }),
  /** The SFU refused the token of `identity`, or it is old. */
  z.object({ type: z.literal('token-request'), identity: z.string() }),
  LogLine,
]);
export type RehearsalToHost = z.output<typeof RehearsalToHost>;
