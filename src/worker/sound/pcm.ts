/** The one rate at which sound is worked on, Hz. The filters of this folder are made for it. */
export const SOUND_RATE_HZ = 48_000;

/** One beyond the largest 16-bit sample. Frames of this folder are in these units, also where they are not integers. */
export const FULL_SCALE = 32_768;

/** A sample of less than this is no sound to anybody: −50 dBFS, below the noise of any synthesised voice and above what resampling leaves. */
export const QUIET_PEAK = 100;

/** A muted microphone is digital silence, but for what a codec makes of that (a peak of 1, measured); an open one has noise. */
export const MUTED_PEAK = 8;

/** The largest amplitude in `samples`; 0 for none. */
export function peakOf(samples: Int16Array | Float32Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak;
}

/** Whether nobody hears anything in `samples`. Stops at the first that is heard. */
export function isQuiet(samples: Int16Array): boolean {
  return samples.every((sample) => sample > -QUIET_PEAK && sample < QUIET_PEAK);
}

/** dB of an amplitude ratio. `-Infinity` for 0. */
export function toDb(ratio: number): number {
  return 20 * Math.log10(ratio);
}

/** Amplitude ratio of dB. */
export function fromDb(db: number): number {
  return 10 ** (db / 20);
}

/** One after the other. */
export function joined(...pieces: readonly Int16Array[]): Int16Array<ArrayBuffer> {
  const all = new Int16Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let position = 0;
  for (const piece of pieces) {
    all.set(piece, position);
    position += piece.length;
  }
  return all;
}
