/** What a chart draws at one time: a value per series, `null` (recharts' word) for a gap. */
export interface ChartPoint {
  readonly timeMs: number;
  readonly [series: string]: number | null;
}

/** A reading of a busy page comes some seconds late and is of all the time since the one before; a longer one is an outage. */
const LATE_MS = 5_000;

/**
 * Reduces `samples` to buckets of `bucketMs` from `fromMs` up to `toMs`, the worst value of each: a spike of one second stays
 * visible at any scale. A sample is of the time since the one before it, when that is at most {@link LATE_MS}. Buckets are aligned to absolute time, so that drawn values do not shimmer as the window moves on; a
 * bucket without a known value is `null` (recharts' word for a gap), never 0.
 *
 * @param samples ascending in `atMs`
 */
export function bucketMaxima<Series extends string>(
  samples: ReadonlyArray<{ readonly atMs: number } & Readonly<Partial<Record<Series, number | undefined>>>>,
  series: readonly Series[],
  { fromMs, toMs, bucketMs }: { readonly fromMs: number; readonly toMs: number; readonly bucketMs: number },
): ChartPoint[] {
  const first = Math.floor(fromMs / bucketMs) + 1;
  const count = Math.max(0, Math.floor(toMs / bucketMs) - first + 1);
  const columns = series.map((name) => ({ name, worst: Array.from({ length: count }, (): number | null => null) }));
  const bucketOf = (atMs: number): number => Math.floor(atMs / bucketMs) - first;
  for (const [index, sample] of samples.entries()) {
    const last = bucketOf(sample.atMs);
    const beforeMs = samples[index - 1]?.atMs ?? -Infinity;
    const from = sample.atMs - beforeMs > LATE_MS ? last : Math.min(last, bucketOf(beforeMs) + 1);
    for (let bucket = Math.max(0, from); bucket <= Math.min(last, count - 1); bucket++) {
      for (const { name, worst } of columns) {
        const value = sample[name];
        if (value !== undefined) worst[bucket] = Math.max(value, worst[bucket] ?? value);
      }
    }
  }
  return Array.from({ length: count }, (_, bucket) => ({
    ...Object.fromEntries(columns.map(({ name, worst }) => [name, worst[bucket] ?? null])),
    timeMs: (first + bucket) * bucketMs,
  }));
}
