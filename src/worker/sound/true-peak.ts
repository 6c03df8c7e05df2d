/** Taps of one phase of {@link PHASES}. */
export const TRUE_PEAK_TAPS = 12;

/** ITU-R BS.1770-4, Annex 2: the 48-tap interpolator for 4× oversampling, one row a phase. */
const PHASES: readonly (readonly number[])[] = [
  [0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625, 0.97216796875, -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125],
  [-0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625, 0.77978515625, -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375],
  [-0.0189208984375, 0.0330810546875, -0.0582275390625, 0.1015625, -0.2003173828125, 0.77978515625, 0.465087890625, -0.16650390625, 0.089111328125, -0.0517578125, 0.029296875, -0.0291748046875],
  [-0.00830078125, 0.014892578125, -0.026611328125, 0.047607421875, -0.102294921875, 0.97216796875, 0.1373291015625, -0.0594482421875, 0.033203125, -0.0196533203125, 0.010986328125, 0.001708984375],
];
const COEFFICIENTS = Float64Array.from(PHASES.flat());

/** No signal whose samples stay below 1 has a true peak above this: the largest sum of absolute taps of a phase. */
export const MAX_OVERSHOOT = Math.max(...PHASES.map((phase) => phase.reduce((sum, tap) => sum + Math.abs(tap), 0)));

/**
 * The largest magnitude among the four values that the interpolator gives at sample `at` of `samples`, and of the samples
 * themselves that it looks at in the middle. They lie between samples `at - 7` and `at - 5`. Needs `at >= 11`.
 */
export function truePeakAt(samples: Float32Array, at: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let tap = 0; tap < TRUE_PEAK_TAPS; tap++) {
    const sample = samples[at - tap]!;
    a += COEFFICIENTS[tap]! * sample;
    b += COEFFICIENTS[tap + TRUE_PEAK_TAPS]! * sample;
    c += COEFFICIENTS[tap + 2 * TRUE_PEAK_TAPS]! * sample;
    d += COEFFICIENTS[tap + 3 * TRUE_PEAK_TAPS]! * sample;
  }
  return Math.max(Math.abs(a), Math.abs(b), Math.abs(c), Math.abs(d), Math.abs(samples[at - 5]!), Math.abs(samples[at - 6]!));
}
