import { useTranslation } from 'react-i18next';
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useNumbers } from '../../i18n/use-numbers.ts';
import type { ConnectionEvent } from '../../state/monitor/connection-history.ts';
import { formatTime } from '../../ui/format-time.ts';
import type { ChartPoint } from './chart-buckets.ts';

export interface ChartSeries {
  readonly name: string;
  /** Translated. */
  readonly label: string;
  /** A CSS colour. The dash tells series apart without it. */
  readonly colour: string;
  readonly dash?: string;
}

export interface ConnectionChartProps {
  /** What the chart shows, for screen readers. */
  readonly label: string;
  readonly unit: string;
  /** At most four. */
  readonly series: ReadonlyArray<ChartSeries>;
  readonly points: ReadonlyArray<ChartPoint>;
  readonly threshold: { readonly value: number; readonly label: string };
  readonly events: readonly ConnectionEvent[];
  /** Clock times under the axis: only the lowest of several charts carries them. */
  readonly showTimes: boolean;
}

const tick = { fill: 'var(--c-muted)', fontSize: 11 };

/** One measure over time. The cross-hair is shared by all charts of the screen; nothing moves but the curve. */
export function ConnectionChart({ label, unit, series, points, threshold, events, showTimes }: ConnectionChartProps) {
  const { formatNumber } = useNumbers();
  const fromMs = points[0]?.timeMs ?? 0;
  const toMs = points.at(-1)?.timeMs ?? 1;
  const highest = points.reduce((top, point) => series.reduce((most, { name }) => Math.max(most, point[name] ?? 0), top), 0);
  const ceiling = niceCeiling(Math.max(threshold.value * 1.2, highest));
  return (
    <figure aria-label={label} className="m-0 h-full min-h-0 w-full min-w-0">
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 120 }}>
        <LineChart data={[...points]} syncId="connection" margin={{ top: 8, right: 12, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--c-line)" vertical={false} />
          <XAxis
            dataKey="timeMs"
            type="number"
            allowDataOverflow
            domain={[fromMs, toMs]}
            ticks={wholeTimes(fromMs, toMs)}
            tickFormatter={formatTime}
            tick={showTimes ? tick : false}
            tickLine={false}
            height={showTimes ? 20 : 8}
            stroke="var(--c-line-strong)"
          />
          <YAxis allowDataOverflow domain={[0, ceiling]} ticks={[0, ceiling / 2, ceiling]} tickFormatter={(value: number) => formatNumber(value, Number.isInteger(ceiling / 2) ? 0 : 1)} tick={tick} tickLine={false} width={44} stroke="var(--c-line-strong)" />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--c-muted)' }}
            content={<Readings series={series} unit={unit} />}
          />
          <ReferenceLine
            y={threshold.value}
            stroke="var(--c-warn)"
            strokeDasharray="6 3"
            label={{ value: threshold.label, position: 'insideTopLeft', fill: 'var(--c-warn)', fontSize: 11, offset: 2, dy: -14 }}
          />
          {events
            .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
            .map((event) => (
              <ReferenceLine
                key={`${event.kind}-${event.atMs}`}
                x={event.atMs}
                stroke={event.kind === 'lost' ? 'var(--c-bad)' : 'var(--c-good)'}
                strokeDasharray={event.kind === 'lost' ? '2 2' : '0'}
                label={{ value: event.kind === 'lost' ? '▼' : '▲', position: 'insideTop', fill: event.kind === 'lost' ? 'var(--c-bad)' : 'var(--c-good)', fontSize: 10 }}
              />
            ))}
          {series.map(({ name, colour, dash }) => (
            <Line
              key={name}
              dataKey={name}
              type="linear"
              stroke={colour}
              strokeWidth={1.5}
              dot={false}
              activeDot={{ r: 3 }}
              connectNulls={false}
              isAnimationActive={false}
              {...(dash && { strokeDasharray: dash })}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </figure>
  );
}

interface ReadingsProps extends Pick<ConnectionChartProps, 'series' | 'unit'> {
  // Filled in by recharts when it shows the cross-hair.
  readonly active?: boolean;
  readonly label?: string | number;
  readonly payload?: ReadonlyArray<{ readonly dataKey?: unknown; readonly value?: unknown }>;
}

/** The values under the cross-hair. */
function Readings({ series, unit, active, label, payload }: ReadingsProps) {
  const { t } = useTranslation('network');
  const { formatWithUnit } = useNumbers();
  if (!active || typeof label !== 'number') return undefined;
  return (
    <div className="rounded-md border bg-raised px-2 py-1 text-sm text-text shadow-pop">
      <div className="text-muted tabular">{formatTime(label)}</div>
      {series.map(({ name, label: seriesLabel }) => {
        const value = payload?.find(({ dataKey }) => dataKey === name)?.value;
        return (
          <div key={name} className="tabular">
            {seriesLabel} {typeof value === 'number' ? formatWithUnit(value, unit, 1) : `– ${t('unknown')}`}
          </div>
        );
      })}
    </div>
  );
}

/** The next of 1, 2, 5, 10, 20 … that is not below `value`. */
function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

/** Up to five whole times between the two, a round number of seconds apart. */
function wholeTimes(fromMs: number, toMs: number): number[] {
  const stepMs = [15_000, 60_000, 120_000].find((step) => (toMs - fromMs) / step <= 5) ?? 120_000;
  const times: number[] = [];
  for (let timeMs = Math.ceil(fromMs / stepMs) * stepMs; timeMs <= toMs; timeMs += stepMs) times.push(timeMs);
  return times;
}
