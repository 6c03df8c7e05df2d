import { z } from 'zod';
import { InterpreterReport } from './interpreter-report.ts';

const spread = z.object({ p50: z.number().optional(), p95: z.number().optional() });

/** Of fewer segments the 95th percentile is the slowest of all, which says what was read, not how fast it was interpreted. */
export const GOALS_FROM_SEGMENTS = 20;

/**
 * The result of a rehearsal: what `npm run rehearse -- --json` prints last and the console shows.
 *
 * Milliseconds unless the name says otherwise; a figure that could not be measured is left out, never 0.
 * *Machine delay*: the last word of a segment leaves the speaker's encoder → the first sample of its translation leaves the
 * listener's jitter buffer. *Ear-voice span*: the same, from the segment's first word.
 */
export const RehearsalReport = z.object({
  verdict: z.enum(['go', 'no-go']),
  /** Why not, one each, followed by what engines that do not work say of themselves; empty for a go. */
  reasons: z.array(z.string()),
  /** Measured time, from the first word to the end; of a rehearsal without an end the newest ten minutes. */
  seconds: z.number(),
  floor: z.object({
    segments: z.number().int(),
    wordErrorRate: z.number().optional(),
    /** Words of partial captions taken back for each word that stayed (Arivazhagan et al. 2020), as received by an ordinary client. */
    normalisedErasure: z.number().optional(),
  }),
  languages: z.record(
    z.string(),
    z.object({
      /** `translator + voice`, or `none`. */
      engine: z.string(),
      captions: z.number().int(),
      /** Segments of which something was said here; how many of them delay and ear-voice span stand for; and of how many of those the onset was heard, not worked out. */
      spoken: z.number().int(),
      measured: z.number().int(),
      onsetsHeard: z.number().int(),
      machineDelayMs: spread,
      earVoiceSpanMs: spread,
      /** Median share of each stage of the machine delay, by the stage's name, in the order of the path. */
      stagesMs: z.record(z.string(), z.number()),
      /** The same of one segment, the one at the 95th percentile of the machine delay: what the slowest wait for. */
      slowStagesMs: z.record(z.string(), z.number()).optional(),
      gaps: z.number().int(),
      audioSeconds: z.number(),
      /** Sound that was never written to the channel, which is silence on a track that goes on: what 100 ms made good at once do not cover. */
      unwrittenMs: z.number().optional(),
      /** What the listener's client made up because it came late or not at all, but for the first seconds of a subscription. */
      concealedMs: z.number().optional(),
      /** The most of these two within a second. */
      worstSecondMs: z.number().optional(),
      /** Committed on the floor and never said here: dropped, or an engine failed. */
      lostSegments: z.number().int(),
      /** As for the floor. */
      normalisedErasure: z.number().optional(),
      /** Committed words that a later caption revision changed, as received by an ordinary client. */
      changedCommittedWords: z.number().int(),
      twoVoicesMs: z.number(),
    }),
  ),
  /** What is aimed at, which is more than a go asks for: these 95th percentiles in every translated language. Absent until {@link GOALS_FROM_SEGMENTS} segments were measured in one; languages with fewer are left out, those with none miss them. */
  goals: z
    .object({
      machineDelayP95Ms: z.number(),
      earVoiceSpanP95Ms: z.number(),
      met: z.boolean(),
      /** By language that does not meet them: how far beyond each goal and, where it is the delay, the stage with its largest share at the 95th percentile. Empty: not measured. */
      missed: z.record(z.string(), z.object({ machineDelayByMs: z.number().optional(), earVoiceSpanByMs: z.number().optional(), largestShare: z.string().optional() })),
    })
    .optional(),
  /** Of a rehearsal with a synthetic interpreter. */
  interpreter: InterpreterReport.optional(),
  processes: z.record(z.string(), z.object({ cpuCores: z.number().optional(), residentMb: z.number().optional() })),
});
export type RehearsalReport = z.output<typeof RehearsalReport>;

/** Something is translated into the language; else its channel carries the floor. */
export const isTranslated = ({ engine }: RehearsalReport['languages'][string]): boolean => engine !== 'none';
