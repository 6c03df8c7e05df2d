import { z } from 'zod';
import { LanguageTag } from '../language.ts';

/** One engine as the console shows it: what it is for, whether it works, and in words what is missing. */
export const EngineStatus = z.object({
  id: z.string(),
  kind: z.enum(['voice-activity', 'recogniser', 'translator', 'voice']),
  /** Languages (or `source>target` pairs for a translator) that it serves. */
  serves: z.array(z.string()),
  state: z.enum(['starting', 'ready', 'missing', 'failed']),
  /** One sentence: what it is, or what is missing and how to get it. */
  message: z.string(),
});
export type EngineStatus = z.output<typeof EngineStatus>;

/** Whether engines are as far as they get: loaded and practised, or known not to work. Of none that is not known. */
export function allWarm(engines: readonly EngineStatus[]): boolean {
  return engines.length > 0 && engines.every(({ state }) => state !== 'starting');
}

/** A process of the program; the host measures its CPU and memory by pid. */
export const ProcessRef = z.object({
  name: z.string(),
  pid: z.number().int().positive(),
  /** The room that it works for, as the host knows; absent for those of all rooms. */
  room: z.string().optional(),
});
export type ProcessRef = z.output<typeof ProcessRef>;

/** What one process uses, measured by the host. `undefined`: this platform does not tell. */
export const ProcessUsage = ProcessRef.extend({
  /** Share of one core over the last interval: 1 = one core busy. */
  cpuCores: z.number().nonnegative().optional(),
  residentMb: z.number().nonnegative().optional(),
  /** Change of that over the last half hour, by least squares; absent until it has run for a quarter of an hour. */
  growthMbPerHour: z.number().optional(),
});
export type ProcessUsage = z.output<typeof ProcessUsage>;

/** Length of the frames in which a speaker's audio is read, milliseconds: as much as the jitter buffer gives at a time; longer ones would wait for their end. */
export const SPEAKER_FRAME_MS = 10;

/** Health figures of a session worker, once a second. */
export const SessionStats = z.object({
  atMs: z.number(),
  speakers: z.array(
    z.object({
      identity: z.string(),
      /** Frames waiting between the SFU callback and the pipeline, milliseconds of audio. */
      queueMs: z.number().nonnegative(),
      /** What that queue holds at most before it drops its oldest: `queueMs / queueLimitMs` is its fill. */
      queueLimitMs: z.number().positive(),
      droppedFrames: z.number().int().nonnegative(),
      /** How long a frame had waited since it left the jitter buffer when the pipeline took it, p95 over the last second, milliseconds. */
      frameAgeP95Ms: z.number().nonnegative().optional(),
    }),
  ),
  channels: z.array(
    z.object({
      language: LanguageTag,
      /** Audio that was written and that the encoder has not taken yet, milliseconds. */
      outQueueMs: z.number().nonnegative(),
      /** Sound that nobody hears, milliseconds: what the program stood still for too long to write, since the channel is published and this worker's, and what the encoder did not take. */
      unwrittenMs: z.number().nonnegative(),
      /** Time in which more than one voice was mixed outside a cross-fade, milliseconds since the start. */
      twoVoicesMs: z.number().nonnegative(),
      /** Time, beyond a cross-fade, in which nobody was audible although somebody who was to be heard had something to say, milliseconds since the start. */
      noSourceMs: z.number().nonnegative(),
    }),
  ),
  /** What waits untranslated between the network and the channels: the fullest of all speakers and interpreters, and what it holds at most, milliseconds. */
  liveQueue: z.object({ fullestMs: z.number().nonnegative(), limitMs: z.number().positive() }),
  /** What waits on its way to the engines. */
  engineLoad: z.object({
    /** How long the oldest audio waits in the fuller of two queues, on the way to the engine host or inside it until it is heard, and how long it may before audio is dropped, milliseconds. */
    audioWaitMs: z.number().nonnegative(),
    audioWaitLimitMs: z.number().positive(),
    /** How far hearing is behind speech: the oldest audio in both queues together, milliseconds. */
    behindMs: z.number().nonnegative(),
    /** Translations and clauses asked for and not finished. */
    requests: z.number().int().nonnegative(),
    /** Engine hosts replaced while they ran, since the worker started. */
    recycled: z.number().int().nonnegative(),
  }),
  /** What was left out since the worker started, by kind; clauses that were not spoken are counted on their channel. */
  drops: z.object({
    /** Frames of {@link SPEAKER_FRAME_MS} of speakers that the pipeline did not take in time. */
    frames: z.number().int().nonnegative(),
    /** Speech that the engine host was too busy to take, or to recognise, milliseconds. */
    engineAudioMs: z.number().nonnegative(),
    /** Segments of speakers without words because a recogniser failed on them, or was too slow to read them. */
    unrecognisedSegments: z.number().int().nonnegative(),
    /** Untranslated audio of speakers and interpreters that came in such plenty that no channel could carry it, milliseconds; pauses that are shortened do not count. */
    liveAudioMs: z.number().nonnegative(),
    /** Segments that a channel gave up because too many waited for their translation; one in two languages counts twice. */
    segments: z.number().int().nonnegative(),
    /** Caption revisions that the room did not take, or that were replaced because too many waited. */
    captions: z.number().int().nonnegative(),
  }),
  engines: z.array(EngineStatus),
  processes: z.array(ProcessRef),
});
export type SessionStats = z.output<typeof SessionStats>;
