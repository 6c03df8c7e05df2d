import { z } from 'zod';
import { LanguageTag } from './language.ts';

/** How an interpreter leaves a channel: mutes the microphone, stays open and says nothing more, or is torn off the network. */
export const Leaving = z.enum(['mute', 'silence', 'drop']);
export type Leaving = z.output<typeof Leaving>;

/** One time that the synthetic interpreter took the channel and left it; a figure that could not be measured is left out. */
export const InterpreterTake = z.object({
  how: Leaving,
  /** The interpreter's first sound at the encoder after opening → that voice leaves the listener's jitter buffer. Absent: never heard. */
  heardAfterMs: z.number().optional(),
  /**
   * The interpreter's last sound at the encoder, or for `drop` the moment of the loss → the session worker takes the channel from
   * the interpreter. Of a channel that has not been taken so far, the time until now; negative: taken too early. Absent: not known.
   */
  leftAfterMs: z.number().optional(),
  /**
   * The interpreter's last sound at the encoder → the first sound of anybody else on the channel; absent: none before the next
   * take. It includes the wait for somebody to say something, so it is no measure of the switch.
   */
  handBackAfterMs: z.number().optional(),
  /**
   * The interpreter and somebody else audible at once, beyond one cross-fade. Told from windows of 30 ms: of each time that it
   * happens, the first 50 ms (a fade of 20 ms and a window) do not count, nor does what is more than some 4 dB louder or quieter
   * than the interpreter. Shorter than about 80 ms it is not seen here; the session worker's count has no such limit.
   */
  twoVoicesMs: z.number(),
  /** The open, speaking interpreter not heard and nobody else either, beyond one cross-fade; resolved like `twoVoicesMs`. */
  noSourceMs: z.number(),
  /** Broadband spikes at the switches, where the speech around them has nothing. */
  clicks: z.number().int(),
  /** Loudness of the channel (BS.1770, gated) before the take, during it, and after it, LUFS. */
  loudnessBeforeLufs: z.number().optional(),
  loudnessLufs: z.number().optional(),
  loudnessAfterLufs: z.number().optional(),
});
export type InterpreterTake = z.output<typeof InterpreterTake>;

/**
 * What listeners had of a channel that an interpreter takes and leaves, as the probe received it. The interpreter's voice
 * is told from all others by comparing the channel with the very samples that were published.
 */
export const InterpreterReport = z.object({
  language: LanguageTag,
  /** In order; of a rehearsal without an end the newest fifty. */
  takes: z.array(InterpreterTake),
  /** All that were measured, and of a rehearsal with an end, once it is over, all that its plan has. */
  measuredTakes: z.number().int(),
  plannedTakes: z.number().int().optional(),
  /** Of `heardAfterMs`. */
  heardWithinMs: z.object({ p50: z.number().optional(), p95: z.number().optional(), max: z.number().optional() }),
  /** The larger of what was heard and what the session worker counted. */
  twoVoicesMs: z.number(),
  noSourceMs: z.number(),
  /** Tracks that the listener had for this channel; 1 is a channel that never changes under its listeners. */
  subscriptions: z.number().int(),
  clicks: z.number().int(),
  /** Largest difference in loudness between the interpreter and what was on the channel before or after, LU. */
  loudnessStepLu: z.number().optional(),
});
export type InterpreterReport = z.output<typeof InterpreterReport>;
