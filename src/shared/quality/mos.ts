/**
 * Estimated listening quality after the E-model for full-band speech (ITU-T G.107.2), on the scale of 1 (bad) to 4.5.
 *
 * Opus coefficients at 31 kbit/s super-wide-band: Alahmadi et al., ACM TOMM 2021, doi 10.1145/3458751. They were measured
 * without FEC or RED, so what goes in is loss *after* repair: the share of concealed samples, never packet loss on the wire.
 */
const OPUS_EQUIPMENT_IMPAIRMENT = 16.83;
const OPUS_LOSS_ROBUSTNESS = { random: 10.44, bursty: 8.82 } as const;

/** Highest rating of the full-band E-model; the narrow-band scale of the MOS mapping is reached by dividing by R_MAX / 100. */
const R_MAX = 148;

export interface MosInput {
  /** Share of samples the receiver had to invent, 0…1. */
  readonly concealedRatio: number;
  /**
   * One-way delay as heard, milliseconds: network, jitter buffer and codec. Left out: the *listening* MOS, which is what an
   * audience member hears, to whom delay is no impairment. Given: the *conversational* MOS.
   */
  readonly oneWayDelayMs?: number | undefined;
  /** How losses arrive; bursts are heard more. Default `random`. */
  readonly pattern?: 'random' | 'bursty';
}

/** MOS of Opus speech, 1…4.5; `undefined` when the input is not a measurement (NaN, infinite, negative, a ratio above 1). */
export function meanOpinionScore({ concealedRatio, oneWayDelayMs = 0, pattern = 'random' }: MosInput): number | undefined {
  if (!(concealedRatio >= 0 && concealedRatio <= 1) || !(oneWayDelayMs >= 0 && oneWayDelayMs < Infinity)) return undefined;
  const lossPercent = concealedRatio * 100;
  const equipment = OPUS_EQUIPMENT_IMPAIRMENT + ((132 - OPUS_EQUIPMENT_IMPAIRMENT) * lossPercent) / (lossPercent + OPUS_LOSS_ROBUSTNESS[pattern]);
  return fromRating((R_MAX - delayImpairment(oneWayDelayMs) - equipment) / (R_MAX / 100));
}

/** Id of G.107.2: nothing up to 100 ms, then rising. */
function delayImpairment(delayMs: number): number {
  if (delayMs <= 100) return 0;
  const x = Math.log2(delayMs / 100);
  return (R_MAX / 100) * 25 * ((1 + x ** 6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2);
}

/** Annex B of G.107. The polynomial dips below 1 for ratings under 6.5, where there is nothing left to tell apart. */
function fromRating(r: number): number {
  if (r <= 0) return 1;
  if (r >= 100) return 4.5;
  return Math.max(1, 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r));
}
