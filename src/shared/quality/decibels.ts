/** The level shown for digital silence, because JSON has no −∞. Below the quantisation noise of 16 bits (−98 dBFS). */
export const SILENCE_DBFS = -120;

/** Level of a linear amplitude (1 = full scale) in dBFS, not below {@link SILENCE_DBFS}. */
export function toDbfs(amplitude: number): number {
  return amplitude <= 1e-6 ? SILENCE_DBFS : 20 * Math.log10(amplitude);
}
