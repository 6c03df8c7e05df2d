/** A distribution in two figures; `undefined` where there was nothing to measure, never 0. */
export interface Percentiles {
  readonly p50: number | undefined;
  readonly p95: number | undefined;
}

/**
 * The `quantile` (0…1) of `values` by the nearest-rank method (NIST/SEMATECH e-Handbook 7.2.6.2, rank = ⌈q·n⌉):
 * always one of the values. `undefined` for no values.
 */
export function percentile(values: readonly number[], quantile: number): number | undefined {
  if (values.length === 0) return undefined;
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[Math.max(0, Math.ceil(quantile * ordered.length) - 1)];
}

/** Median and 95th percentile of `values`. */
export function percentiles(values: readonly number[]): Percentiles {
  return { p50: percentile(values, 0.5), p95: percentile(values, 0.95) };
}
