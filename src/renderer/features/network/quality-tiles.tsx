import { useTranslation } from 'react-i18next';
import type { Settings } from '../../../shared/contract/settings.ts';
import type { ConnectionSample } from '../../state/monitor/stats-delta.ts';
import { Badge } from '../../ui/badge.tsx';
import { Figure } from '../../ui/figure.tsx';

interface Tile {
  readonly key: 'rtt' | 'loss' | 'jitter' | 'concealed' | 'listeningMos' | 'conversationalMos';
  readonly value: number | undefined;
  readonly unit: string;
  readonly digits: number;
  readonly verdict: 'good' | 'warn' | 'bad' | 'unknown';
  /** `fair`: between the bands of a standard; `poor`: over the user's own threshold. */
  readonly warnWord: 'fair' | 'poor';
}

/** Bands of G.107: 4.0 and better satisfies, under 3.1 many are not satisfied. */
function mosVerdict(mos: number | undefined): Tile['verdict'] {
  if (mos === undefined) return 'unknown';
  return mos >= 4 ? 'good' : mos >= 3.1 ? 'warn' : 'bad';
}

/** Bands of the Teams call quality dashboard. */
function concealmentVerdict(percent: number | undefined): Tile['verdict'] {
  if (percent === undefined) return 'unknown';
  return percent < 2 ? 'good' : percent <= 7 ? 'warn' : 'bad';
}

/** As in the status bar: past the threshold poor, past twice bad. */
function against(limit: number, value: number | undefined): Tile['verdict'] {
  if (value === undefined) return 'unknown';
  return value <= limit ? 'good' : value <= limit * 2 ? 'warn' : 'bad';
}

/** The newest second in figures, each with a word for what it means. */
export function QualityTiles({ sample, thresholds }: { readonly sample: ConnectionSample | undefined; readonly thresholds: Settings['thresholds'] }) {
  const { t } = useTranslation('network');
  const tiles: readonly Tile[] = [
    { key: 'rtt', value: sample?.rttMs, unit: 'ms', digits: 1, verdict: against(thresholds.rttMs, sample?.rttMs), warnWord: 'poor' },
    { key: 'loss', value: sample?.lossPercent, unit: '%', digits: 1, verdict: against(thresholds.lossPercent, sample?.lossPercent), warnWord: 'poor' },
    { key: 'jitter', value: sample?.jitterMs, unit: 'ms', digits: 1, verdict: against(thresholds.jitterMs, sample?.jitterMs), warnWord: 'poor' },
    { key: 'concealed', value: sample?.concealedPercent, unit: '%', digits: 1, verdict: concealmentVerdict(sample?.concealedPercent), warnWord: 'fair' },
    { key: 'listeningMos', value: sample?.listeningMos, unit: t('of45'), digits: 2, verdict: mosVerdict(sample?.listeningMos), warnWord: 'fair' },
    { key: 'conversationalMos', value: sample?.conversationalMos, unit: t('of45'), digits: 2, verdict: mosVerdict(sample?.conversationalMos), warnWord: 'fair' },
  ];
  return (
    <dl className="m-0 grid grid-cols-3 gap-px overflow-hidden rounded-lg border bg-line lg:grid-cols-6">
      {tiles.map(({ key, value, unit, digits, verdict, warnWord }) => (
        <div key={key} className="flex min-w-0 flex-col gap-0.5 bg-surface px-3 py-2">
          <dt className="truncate text-sm text-muted" title={t(`tile.${key}.hint`)}>
            {t(`tile.${key}.label`)}
          </dt>
          <dd className="m-0 flex flex-wrap items-baseline justify-between gap-x-2">
            <Figure value={value} unit={unit} digits={digits} unknownReason={t(`tile.${key}.unknown`)} className="text-xl font-semibold" />
            <Badge meaning={verdict} look="plain" className="text-sm">
              {t(`verdict.${verdict === 'warn' ? warnWord : verdict}`)}
            </Badge>
          </dd>
        </div>
      ))}
    </dl>
  );
}
