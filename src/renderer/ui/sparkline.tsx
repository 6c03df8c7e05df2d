export interface SparklineProps {
  /** In the order of time. */
  readonly points: ReadonlyArray<{ readonly at: number; readonly value: number }>;
}

const WIDTH = 72;
const HEIGHT = 20;
/** The scale spans at least this share of the highest value, so that a flat line with a little noise looks flat. */
const SMALLEST_SPAN = 0.1;

/** A curve the height of a line of text, without axes: says *steady* or *growing*. The figures stand beside it. */
export function Sparkline({ points }: SparklineProps) {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last || last.at <= first.at) return <span aria-hidden className="inline-block h-5 w-18 rounded-[2px] hatched" />;
  const values = points.map(({ value }) => value);
  const top = Math.max(...values);
  const span = Math.max(top - Math.min(...values), top * SMALLEST_SPAN);
  const x = (at: number): number => ((at - first.at) / (last.at - first.at)) * (WIDTH - 4) + 2;
  const y = (value: number): number => HEIGHT - 2 - ((value - (top - span)) / span) * (HEIGHT - 4);
  return (
    <svg aria-hidden width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="inline-block align-middle">
      <polyline points={points.map(({ at, value }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ')} fill="none" stroke="var(--c-accent)" strokeWidth={1.5} strokeLinejoin="round" />
      <circle cx={x(last.at)} cy={y(last.value)} r={2} fill="var(--c-accent)" />
    </svg>
  );
}
