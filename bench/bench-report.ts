import { z } from 'zod';

const spread = z.object({ p50: z.number().optional(), p95: z.number().optional() });
const usage = z.object({ cpuCores: z.number().optional(), residentMb: z.number().optional() });

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
    z.object({ machineDelayMs: spread, earVoiceSpanMs: spread, /** Median share of each stage, in the order of the path. */ stagesMs: z.record(z.string(), z.number()), gaps: z.number().int(), audioSeconds: z.number() }),
  ),
  /** Mean over the run, by process. The speakers and the probe are `rehearsal`, and no part of the product's cost. */
  processes: z.record(z.string(), usage),
  verdict: z.enum(['go', 'no-go']),
  reasons: z.array(z.string()),
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
