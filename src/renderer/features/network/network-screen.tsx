import { Network } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../../shared/contract/settings.ts';
import { useNumbers } from '../../i18n/use-numbers.ts';
import { useSettings } from '../../state/console-state.tsx';
import { useMonitorView } from '../../state/monitor/use-monitor.ts';
import { useScreen } from '../../state/use-screen.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Failure } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import { bucketMaxima } from './chart-buckets.ts';
import { ConnectionChart, type ChartSeries } from './connection-chart.tsx';
import { ConnectionDetails } from './connection-details.tsx';
import { QualityTiles } from './quality-tiles.tsx';
import { useVisibleHistory } from './use-visible-history.ts';

/** Never more than 150 buckets: what recharts draws once a second without being noticed (measured). */
const WINDOWS = {
  '1': { windowMs: 60_000, bucketMs: 1_000 },
  '5': { windowMs: 300_000, bucketMs: 2_000 },
  '10': { windowMs: 600_000, bucketMs: 4_000 },
} as const;

const MEASURES = ['rttMs', 'lossPercent', 'jitterMs', 'jitterBufferMs', 'concealedPercent'] as const;
type Measure = (typeof MEASURES)[number];

interface ChartPlan {
  readonly key: 'rtt' | 'loss' | 'jitter';
  readonly unit: string;
  readonly threshold: keyof Settings['thresholds'];
  readonly series: ReadonlyArray<{ readonly name: Measure; readonly colour: string; readonly dash?: string }>;
}

const CHARTS: readonly ChartPlan[] = [
  { key: 'rtt', unit: 'ms', threshold: 'rttMs', series: [{ name: 'rttMs', colour: 'var(--c-accent)' }] },
  { key: 'loss', unit: '%', threshold: 'lossPercent', series: [{ name: 'lossPercent', colour: 'var(--c-accent)' }, { name: 'concealedPercent', colour: 'var(--c-machine)', dash: '4 2' }] },
  { key: 'jitter', unit: 'ms', threshold: 'jitterMs', series: [{ name: 'jitterMs', colour: 'var(--c-accent)' }, { name: 'jitterBufferMs', colour: 'var(--c-machine)', dash: '4 2' }] },
];

/** The console's own connection to the media server: now in figures, the last ten minutes as curves. */
export function NetworkScreen() {
  const { t } = useTranslation('network');
  const { connection } = useMonitorView();
  const [, show] = useScreen();
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      {connection.kind === 'idle' ? (
        <EmptyState icon={Network} title={t('empty.title')} action={<Button tone="primary" onClick={() => show('rooms')}>{t('empty.action')}</Button>}>
          {t('empty.next')}
        </EmptyState>
      ) : (
        <Measurements room={connection.room} />
      )}
    </>
  );
}

function Measurements({ room }: { readonly room: string }) {
  const { t } = useTranslation('network');
  const { formatWithUnit } = useNumbers();
  const { settings } = useSettings();
  const { connection } = useMonitorView();
  const history = useVisibleHistory();
  const [window, setWindow] = useState<keyof typeof WINDOWS>('5');

  const latest = connection.kind === 'connected' ? history.samples.at(-1) : undefined;
  if (connection.kind === 'connecting' && history.samples.length === 0) return <LoadingState label={t('connecting', { room })} />;

  const { windowMs, bucketMs } = WINDOWS[window];
  const toMs = history.samples.at(-1)?.atMs ?? 0;
  const points = bucketMaxima(history.samples, MEASURES, { fromMs: toMs - windowMs, toMs, bucketMs });
  const label = (series: ChartPlan['series'][number]): ChartSeries => ({ ...series, label: t(`series.${series.name}`) });

  return (
    <div className="flex h-full flex-col gap-3 overflow-auto p-(--pad)">
      <div className="flex flex-wrap items-center gap-3">
        <Badge meaning={connection.kind === 'connected' ? 'good' : 'warn'}>{t(`state.${connection.kind}`)}</Badge>
        <p className="m-0 min-w-0 flex-1 truncate text-muted">{t('what')}</p>
        <Toggle
          label={t('window.label')}
          value={window}
          onValueChange={setWindow}
          options={[
            { value: '1', label: formatWithUnit(1, 'min') },
            { value: '5', label: formatWithUnit(5, 'min') },
            { value: '10', label: formatWithUnit(10, 'min') },
          ]}
        />
      </div>
      {connection.kind === 'reconnecting' && connection.error && <Failure error={connection.error} />}
      <QualityTiles sample={latest} thresholds={settings.thresholds} />
      <div className="grid min-h-100 flex-1 grid-cols-[minmax(0,1fr)_272px] gap-3">
        <div className="grid min-h-0 grid-rows-3 gap-3">
          {CHARTS.map(({ key, unit, threshold, series }, index) => (
            <Panel
              key={key}
              title={t(`chart.${key}`)}
              flush
              actions={<Legend series={series.map(label)} values={series.map(({ name }) => latest?.[name])} unit={unit} />}
            >
              <ConnectionChart
                label={t(`chart.${key}`)}
                unit={unit}
                series={series.map(label)}
                points={points}
                threshold={{ value: settings.thresholds[threshold], label: t('threshold', { measure: t(`series.${threshold}`), value: formatWithUnit(settings.thresholds[threshold], unit, threshold === 'lossPercent' ? 1 : 0) }) }}
                events={history.events}
                showTimes={index === CHARTS.length - 1}
              />
            </Panel>
          ))}
        </div>
        <ConnectionDetails history={history} room={room} />
      </div>
    </div>
  );
}

interface LegendProps {
  readonly series: ReadonlyArray<ChartSeries>;
  readonly values: ReadonlyArray<number | undefined>;
  readonly unit: string;
}

/** Name, line and last value of each series. */
function Legend({ series, values, unit }: LegendProps) {
  const { t } = useTranslation('network');
  const { formatWithUnit } = useNumbers();
  return (
    <ul className="m-0 flex list-none flex-wrap gap-x-4 p-0 text-sm">
      {series.map(({ name, label, colour, dash }, index) => {
        const value = values[index];
        return (
          <li key={name} className="flex items-center gap-1.5">
            <svg aria-hidden width="18" height="8">
              <line x1="0" y1="4" x2="18" y2="4" stroke={colour} strokeWidth="2" {...(dash && { strokeDasharray: dash })} />
            </svg>
            <span className="text-muted">{label}</span>
            <span className="min-w-14 text-right tabular">{value === undefined ? <span title={t('unknownNow')}>–</span> : formatWithUnit(value, unit, 1)}</span>
          </li>
        );
      })}
    </ul>
  );
}
