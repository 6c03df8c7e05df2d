/** A measured value and when it was measured. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/**
 * Slope of the straight line nearest to `points` (ordinary least squares), in units of `value` per unit of `at`; undefined
 * with fewer than two different times.
 */
export function slope(points: readonly Point[]): number | undefined {
  const mean = (of: (point: Point) => number): number => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const meanAt = mean(({ at }) => at);
  const meanValue = mean(({ value }) => value);
  let covariance = 0;
  let variance = 0;
  for (const { at, value } of points) {
    covariance += (at - meanAt) * (value - meanValue);
    variance += (at - meanAt) ** 2;
  }
  return variance > 0 ? covariance / variance : undefined;
}
