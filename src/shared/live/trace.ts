import { z } from 'zod';
import { LanguageTag } from '../language.ts';

/**
 * All times in a trace are milliseconds of the machine's monotonic clock (`process.hrtime`), which every process on one
 * machine shares; they can be subtracted across processes and never jump. `undefined` means: that stage was not reached.
 */
const MonotonicMs = z.number();

/** What became of a segment on one channel. */
export const SegmentOutcome = z.enum(['pending', 'spoken', 'caption-only', 'dropped', 'failed']);

/** One segment on its way to one channel. */
export const LanguageTrace = z.object({
  language: LanguageTag,
  outcome: SegmentOutcome,
  translateStartMs: MonotonicMs.optional(),
  translatedMs: MonotonicMs.optional(),
  captionPublishedMs: MonotonicMs.optional(),
  synthesiseStartMs: MonotonicMs.optional(),
  firstAudioMs: MonotonicMs.optional(),
  /** When the first and last non-silent sample of the translation were handed to the encoder. */
  firstSampleOutMs: MonotonicMs.optional(),
  lastSampleOutMs: MonotonicMs.optional(),
  /** Length of the synthesised speech, milliseconds. */
  audioMs: z.number().optional(),
});
export type LanguageTrace = z.output<typeof LanguageTrace>;

/** The life of one segment, from capture to the channels; sent again as it advances, `done` with its last revision. */
export const SegmentTrace = z.object({
  /** The trace id: equal to the captions' `segmentId`. */
  segmentId: z.string(),
  speakerIdentity: z.string(),
  sourceLanguage: LanguageTag,
  wordCount: z.number().int().nonnegative(),
  /** Speaker time of the first and last sample of speech, counted in samples since the track was joined. */
  mediaStartMs: z.number(),
  mediaEndMs: z.number(),
  /**
   * Estimates of when it was committed, milliseconds: from the SFU to the session worker (half a round trip and the mean of this
   * track's jitter buffer; how the speaker reaches the SFU is not in it), and from the session worker to the SFU (half a round trip).
   * Absent: not known.
   */
  networkInMs: z.number().nonnegative().optional(),
  networkOutMs: z.number().nonnegative().optional(),
  /** When those samples arrived at the session worker. */
  speechStartArrivedMs: MonotonicMs,
  speechEndArrivedMs: MonotonicMs,
  speechDetectedMs: MonotonicMs.optional(),
  firstPartialMs: MonotonicMs.optional(),
  /** When the recogniser delivered the text that was committed. */
  recognisedMs: MonotonicMs.optional(),
  /** Computing time of the recogniser over the whole segment, milliseconds. */
  recogniserComputeMs: z.number().optional(),
  committedMs: MonotonicMs,
  /** Why the policy committed here. */
  committedBy: z.enum(['endpoint', 'length', 'input-ended']),
  languages: z.array(LanguageTrace),
  done: z.boolean(),
});
export type SegmentTrace = z.output<typeof SegmentTrace>;
