/** A time series reduced to what a chart can draw: one value per bucket and series; `null` is drawn as a gap. */
export type ChartPoint<Series extends string> = { readonly timeMs: number } & Readonly<Record<Series, number | null>>;

/**
 * Reduces `samples` to buckets of `bucketMs` from `fromMs` up to `toMs`, the worst value of each: a spike of one second stays
 * visible at any scale. Buckets are aligned to absolute time, so that drawn values do not shimmer as the window moves on; a
 * bucket without a known value is `null` (recharts' word for a gap), never 0.
 *
 * @param samples ascending in `atMs`
 */
export function bucketMaxima<Series extends string>(
  samples: ReadonlyArray<{ readonly atMs: number } & Readonly<Partial<Record<Series, number | undefined>>>>,
  series: readonly Series[],
  { fromMs, toMs, bucketMs }: { readonly fromMs: number; readonly toMs: number; readonly bucketMs: number },
): ChartPoint<Series>[] {
  const first = Math.floor(fromMs / bucketMs) + 1;
  const count = Math.floor(toMs / bucketMs) - first + 1;
  const maxima = series.map((): (number | null)[] => Array.from({ length: Math.max(0, count) }, () => null));
  for (const sample of samples) {
    const bucket = Math.floor(sample.atMs / bucketMs) - first;
    if (bucket < 0 || bucket >= count) continue;
    for (const [index, name] of series.entries()) {
      const value = sample[name];
      const column = maxima[index]!;
      if (value !== undefined) column[bucket] = Math.max(value, column[bucket] ?? value);
    }
  }
  return Array.from({ length: Math.max(0, count) }, (_, bucket) => {
    const values = Object.fromEntries(series.map((name, index) => [name, maxima[index]![bucket] ?? null])) as Record<Series, number | null>;
    return { timeMs: (first + bucket) * bucketMs, ...values };
  });
}
