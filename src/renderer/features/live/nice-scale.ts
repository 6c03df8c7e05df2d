const STEPS = [1, 2, 3, 4, 5, 6, 8, 10];

/** The next of 1, 2, 3, 4, 5, 6, 8, 10, 20 … that is not below `value`: the end of a scale that seldom changes. @param value above 0 */
export function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return (STEPS.find((step) => step * power >= value) ?? 10) * power;
}
