import { z } from 'zod';

const spread = z.object({ p50: z.number().optional(), p95: z.number().optional() });
/** Median share of each stage of the machine delay, milliseconds, in the order of the path (`DELAY_STAGES`); empty when nothing was heard. */
const stages = z.record(z.string(), z.number());
const usage = z.object({ cpuCores: z.number().optional(), residentMb: z.number().optional() });

/** What a run can go beyond, and what can give first when languages are added. */
export const BenchLimit = z.enum(['cores', 'delay', 'gaps', 'missing-sound', 'dropped-clauses', 'lost-segments', 'engine-audio', 'frame-age', 'memory']);
export type BenchLimit = z.output<typeof BenchLimit>;

/** A limit that a run went beyond: `value` is in the unit of `limit`. */
const passed = z.object({ what: BenchLimit, value: z.number(), limit: z.number(), unit: z.enum(['cores', 'ms', 'count', '%', 'MB']) });

/** The machine that was measured: figures of two machines are not to be compared. */
export const BenchMachine = z.object({
  platform: z.string(),
  cpu: z.string(),
  cores: z.number().int(),
  memoryMb: z.number(),
  node: z.string(),
  /** Load average of the last minute when the bench began; above `cores` something else was running. */
  loadAverage: z.number(),
});

/** One run of the bench `live`: a rehearsal in `languages.length` languages. Milliseconds; what could not be measured is left out. */
export const LiveBenchResult = z.object({
  languages: z.array(z.string()),
  /** Of these, the ones that nothing translates into: their channels carry the floor. */
  withoutTranslator: z.array(z.string()),
  seconds: z.number(),
  /** The floor, untranslated: first sound of a line at the speaker's encoder → the same at a listener. */
  mouthToEarMs: spread,
  /** A late listener: from its call to the joined room, and to the first audio frame of a channel. */
  joinMs: spread,
  joinToFirstAudioMs: spread,
  wordErrorRate: z.number().optional(),
  segments: z.number().int(),
  channels: z.record(
    z.string(),
    z.object({ machineDelayMs: spread, earVoiceSpanMs: spread, stagesMs: stages, gaps: z.number().int(), audioSeconds: z.number() }),
  ),
  /** Mean over the run, by process. The speakers and the probe are `rehearsal`, and no part of the product's cost. */
  processes: z.record(z.string(), usage),
  /** Of a rehearsal; of a size that did not come up, absent and empty. */
  verdict: z.enum(['go', 'no-go']).optional(),
  reasons: z.array(z.string()),
  /** Of `LIVE_LIMITS`, which hold for one size; empty: all held. */
  passed: z.array(passed),
  /** Why this size could not be measured at all. */
  failure: z.string().optional(),
});
export type LiveBenchResult = z.output<typeof LiveBenchResult>;

/** What `npm run bench -- live --json` prints last. */
export const LiveBenchReport = z.object({
  bench: z.literal('live'),
  machine: BenchMachine,
  results: z.array(LiveBenchResult),
  /** What one more language costs each process: from the smallest to the largest run, divided by the languages added. */
  growthPerLanguage: z.record(z.string(), usage),
});
export type LiveBenchReport = z.output<typeof LiveBenchReport>;

/** Distribution of something that was looked at once a second. */
const watched = spread.extend({ max: z.number().optional() });

/** One run of the bench `soak`: unbroken speech for `minutes`. Milliseconds; what could not be measured is left out. */
export const SoakBenchResult = z.object({
  languages: z.array(z.string()),
  withoutTranslator: z.array(z.string()),
  /** Of reading, as asked for; and as measured, which is less when it was interrupted. */
  minutes: z.number(),
  measuredMinutes: z.number(),
  /** The first and the last so many minutes are compared: five, or half of a shorter run. */
  windowMinutes: z.number(),
  /** Segments of the floor whose delay was looked for. */
  segments: z.number().int(),
  /** Of the last three minutes. */
  wordErrorRate: z.number().optional(),
  channels: z.record(
    z.string(),
    z.object({
      /** Of the whole run. */
      machineDelayMs: spread,
      earVoiceSpanMs: spread,
      /** Segments that were heard. */
      heard: z.number().int(),
      /** Median machine delay of the first and of the last minutes, and how much more the second is, per cent of the first. */
      firstMs: z.number().optional(),
      lastMs: z.number().optional(),
      changePercent: z.number().optional(),
      /** The slowest segments of the same minutes: the 95th percentile. */
      firstP95Ms: z.number().optional(),
      lastP95Ms: z.number().optional(),
      /** Where the delay of the first and of the last minutes went. */
      firstStagesMs: stages,
      lastStagesMs: stages,
      /** Of the machine delay over the whole run, by least squares. */
      slopeMsPerMin: z.number().optional(),
      /** Synthesised and not yet heard. */
      lagMs: watched,
      /** Segments that were not spoken although the channel has a voice: dropped, failed, or nowhere 15 s after they were committed. */
      lostSegments: z.number().int(),
      /** Clauses that were never spoken because the channel was too far behind. */
      droppedClauses: z.number().int(),
      gaps: z.number().int(),
      /** Sound that was never written, what the probe's client made up for, and the most of either within a second; see `MissingSoundFigures`. */
      unwrittenMs: z.number().optional(),
      concealedMs: z.number().optional(),
      worstSecondMs: z.number().optional(),
      twoVoicesMs: z.number(),
      /** Time in which a switch left nobody audible; see `SessionStats`. */
      noSourceMs: z.number(),
    }),
  ),
  /** Age of a speaker's frame when the pipeline took it: the 95th percentile of each second, and of those this distribution. */
  frameAgeMs: watched,
  /** How full the queues were, once a second, 1 = about to drop: speakers' frames; untranslated voices for the channels; audio for the engine host. */
  speakerQueueFill: watched,
  liveQueueFill: watched,
  engineQueueFill: watched,
  /** Translations and clauses asked for and not finished. */
  engineRequests: watched,
  /** Audio of a channel that its encoder had not taken yet. */
  outQueueMs: watched,
  /** What was left out during the run, by kind; see `SessionStats.drops`. */
  drops: z.object({ frames: z.number(), engineAudioMs: z.number(), unrecognisedSegments: z.number(), liveAudioMs: z.number(), segments: z.number(), captions: z.number(), clauses: z.number() }),
  /** Engine hosts that were replaced meanwhile because they had grown. */
  engineHostsReplaced: z.number().int(),
  /** By name, processes of one name together. Memory after warming up (a quarter of the run, five minutes at most), slope by least squares. */
  processes: z.record(
    z.string(),
    usage.extend({ startMb: z.number().optional(), endMb: z.number().optional(), maxMb: z.number().optional(), slopeMbPerHour: z.number().optional() }),
  ),
  /** What the verdict holds against; see `SOAK_LIMITS`. Besides, nothing may be dropped but a revision of a caption, no segment unspoken, no gap heard, no two voices and no time without any. */
  limits: z.object({
    changePercent: z.number(),
    changeP95Percent: z.number(),
    changeP95Ms: z.number(),
    frameAgeP95Ms: z.number(),
    missingShare: z.number(),
    memoryMbPerHour: z.number(),
    memoryFromMinutes: z.number(),
  }),
  verdict: z.enum(['pass', 'fail']),
  /** What failed, one sentence each. */
  reasons: z.array(z.string()),
});
export type SoakBenchResult = z.output<typeof SoakBenchResult>;

/** What `npm run bench -- soak --json` prints last. */
export const SoakBenchReport = z.object({ bench: z.literal('soak'), machine: BenchMachine, results: z.array(SoakBenchResult) });
export type SoakBenchReport = z.output<typeof SoakBenchReport>;

/** One run of the bench `languages`. What could not be measured is left out. */
export const LanguagesBenchResult = z.object({
  languages: z.array(z.string()),
  /** Channels that are translated and spoken, and channels that carry the floor because nothing here translates into them: those cost less. */
  translated: z.number().int(),
  carryFloor: z.number().int(),
  seconds: z.number(),
  segments: z.number().int(),
  wordErrorRate: z.number().optional(),
  /** The largest median and the largest 95th percentile of any translated channel. */
  machineDelayMs: spread,
  earVoiceSpanMs: spread,
  /** Each translated channel, and where its delay went. */
  channels: z.record(z.string(), z.object({ machineDelayMs: spread, stagesMs: stages })),
  gaps: z.number().int(),
  /** Sound that was never written, over all channels, milliseconds. */
  unwrittenMs: z.number(),
  /** Sound that is missing on the channel that misses most of it, percent of the reading. */
  missingPercent: z.number().optional(),
  droppedClauses: z.number().int(),
  /** Segments that a translated channel never said: dropped, or an engine failed. */
  lostSegments: z.number().int(),
  /** Speech that the engine host was too busy to take, or to recognise, milliseconds. */
  engineAudioMs: z.number(),
  /** Age of a speaker's frame when the pipeline took it: the 95th percentile of each second, and of those this distribution. */
  frameAgeMs: spread,
  processes: z.record(z.string(), usage),
  /** Sums over the product's own processes: without speakers and probe, which take part in the machine's load all the same. */
  product: usage,
  everything: usage,
  /** The limits that were passed, the furthest beyond first; empty: all held. */
  passed: z.array(passed),
  /** Why this size could not be measured at all. */
  failure: z.string().optional(),
});
export type LanguagesBenchResult = z.output<typeof LanguagesBenchResult>;

/** What `npm run bench -- languages --json` prints last. */
export const LanguagesBenchReport = z.object({
  bench: z.literal('languages'),
  machine: BenchMachine,
  results: z.array(LanguagesBenchResult),
  /**
   * What one more translated channel costs each process, and what one more that carries the floor does, by least squares in both
   * numbers over all sizes. Without a figure: the sizes do not tell.
   */
  perLanguage: z.record(z.string(), usage),
  perFloorCarrier: z.record(z.string(), usage),
  /**
   * The smallest size at which a limit was passed, and which, or `start`: it did not come up at all, and why. Absent: every size
   * came up, and no limit was passed.
   */
  gaveFirst: z.union([passed.extend({ languages: z.number().int() }), z.object({ what: z.literal('start'), failure: z.string(), languages: z.number().int() })]).optional(),
});
export type LanguagesBenchReport = z.output<typeof LanguagesBenchReport>;
