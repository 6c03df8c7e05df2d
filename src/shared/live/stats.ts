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

/** A process of the program; the host measures its CPU and memory by pid. */
export const ProcessRef = z.object({ name: z.string(), pid: z.number().int().positive() });
export type ProcessRef = z.output<typeof ProcessRef>;

/** What one process uses, measured by the host. `undefined`: this platform does not tell. */
export const ProcessUsage = z.object({
  name: z.string(),
  pid: z.number().int().positive(),
  /** Share of one core over the last interval: 1 = one core busy. */
  cpuCores: z.number().nonnegative().optional(),
  residentMb: z.number().nonnegative().optional(),
});
export type ProcessUsage = z.output<typeof ProcessUsage>;

/** Health figures of a session worker, once a second. */
export const SessionStats = z.object({
  atMs: z.number(),
  speakers: z.array(
    z.object({
      identity: z.string(),
      /** Frames waiting between the SFU callback and the pipeline, milliseconds of audio. */
      queueMs: z.number().nonnegative(),
      droppedFrames: z.number().int().nonnegative(),
      /** Age of a frame when the pipeline took it, p95 over the last second, milliseconds. */
      frameAgeP95Ms: z.number().nonnegative().optional(),
    }),
  ),
  channels: z.array(
    z.object({
      language: LanguageTag,
      /** Audio inside the SFU client's queue, milliseconds. */
      outQueueMs: z.number().nonnegative(),
      /** How often the 20 ms writer came late by more than the queue held. */
      underruns: z.number().int().nonnegative(),
      /** Time in which more than one voice was mixed outside a cross-fade, milliseconds since the start. */
      twoVoicesMs: z.number().nonnegative(),
      writtenMs: z.number().nonnegative(),
    }),
  ),
  engines: z.array(EngineStatus),
  processes: z.array(ProcessRef),
});
export type SessionStats = z.output<typeof SessionStats>;
