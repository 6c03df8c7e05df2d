/** The one rate at which sound is worked on, Hz. The filters of this folder are made for it. */
export const SOUND_RATE_HZ = 48_000;

/** One beyond the largest 16-bit sample. Frames of this folder are in these units, also where they are not integers. */
export const FULL_SCALE = 32_768;

/** dB of an amplitude ratio. `-Infinity` for 0. */
export function toDb(ratio: number): number {
  return 20 * Math.log10(ratio);
}

/** Amplitude ratio of dB. */
export function fromDb(db: number): number {
  return 10 ** (db / 20);
}
