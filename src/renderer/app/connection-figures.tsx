import { useTranslation } from 'react-i18next';
import type { Settings } from '../../shared/contract/settings.ts';
import { useConnection, useSettings } from '../state/console-state.tsx';
import type { ConnectionSample } from '../state/monitor/stats-delta.ts';
import { useConnectionSample, useMonitorView } from '../state/monitor/use-monitor.ts';
import { useScreen } from '../state/use-screen.ts';
import { Badge, type Meaning } from '../ui/badge.tsx';
import { Figure } from '../ui/figure.tsx';

/** Judges the newest second against the user's thresholds: *poor* past one of them, *bad* past twice. Unknown figures do not count. */
export function judge(sample: ConnectionSample | undefined, thresholds: Settings['thresholds']): readonly [Meaning, word: 'good' | 'poor' | 'bad' | 'unknown'] {
  if (!sample) return ['unknown', 'unknown'];
  const ratios = [
    [sample.rttMs, thresholds.rttMs],
    [sample.lossPercent, thresholds.lossPercent],
    [sample.jitterMs, thresholds.jitterMs],
  ].flatMap(([value, limit]) => (value === undefined || limit === undefined ? [] : [value / limit]));
  if (ratios.length === 0) return ['unknown', 'unknown'];
  const worst = Math.max(...ratios);
  if (worst > 2) return ['bad', 'bad'];
  return worst > 1 ? ['warn', 'poor'] : ['good', 'good'];
}

/** The console's own connection to the media server: word, round trip and loss. Leads to Network. */
export function ConnectionFigures() {
  const { t } = useTranslation('app');
  const { settings } = useSettings();
  const host = useConnection();
  const { connection } = useMonitorView();
  const sample = useConnectionSample();
  const [, show] = useScreen();
  const cut = host.kind !== 'live' || connection.kind === 'reconnecting';
  const [meaning, word] = cut ? (['bad', 'lost'] as const) : judge(connection.kind === 'connected' ? sample : undefined, settings.thresholds);
  const reason = connection.kind === 'idle' ? t('status.connection.noRoom') : t('status.connection.notMeasured');
  const current = cut ? undefined : sample;
  return (
    <button type="button" onClick={() => show('network')} title={t('status.toNetwork')} className="flex items-center gap-1.5 rounded-sm hover:underline">
      <span className="text-muted max-[1200px]:sr-only">{t('status.connection.label')}</span>
      <Badge meaning={meaning} look="plain">
        {t(`status.connection.${word}`)}
      </Badge>
      <span className="flex items-center gap-1">
        <span className="text-muted">RTT</span>
        <span className="min-w-9">
          <Figure value={current?.rttMs} unit="ms" unknownReason={reason} />
        </span>
        <span aria-hidden className="text-muted">
          ·
        </span>
        <span className="text-muted">{t('status.connection.loss')}</span>
        <span className="min-w-9">
          <Figure value={current?.lossPercent} unit="%" digits={1} unknownReason={reason} />
        </span>
      </span>
    </button>
  );
}
