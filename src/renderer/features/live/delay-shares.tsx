import { useTranslation } from 'react-i18next';
import { Figure } from '../../ui/figure.tsx';
import { cx } from '../../ui/cx.ts';
import type { ChannelDelay } from './channel-delay.ts';
import { ShareBar } from './share-bar.tsx';
import { isEstimated, LIVE_STAGES } from './stage-spans.ts';
import { stageFill } from './stage-style.ts';

/** The floor's text is never translated, voiced or sent. */
const FLOOR_STAGES = LIVE_STAGES.slice(0, 3);

/** The delay of a channel in figures, and its shares as a bar and as a table. */
export function DelayShares({ delay, isFloor }: { readonly delay: ChannelDelay; readonly isFloor: boolean }) {
  const { t } = useTranslation('live');
  const totalMs = delay.shares.reduce((sum, { meanMs }) => sum + meanMs, 0);
  const unknown = t('strip.noDelay');
  return (
    <>
      <dl className="m-0 mb-2 grid grid-cols-3 gap-2">
        {([['p50', delay.p50Ms], ['p95', delay.p95Ms], ['evs', delay.earVoiceSpanMs]] as const).map(([key, value]) => (
          <div key={key}>
            <dt className="text-sm text-muted" title={t(`delay.${key}Hint`)}>
              {t(`delay.${key}`)}
            </dt>
            <dd className="m-0">
              <Figure value={value} unit="ms" digits={0} unknownReason={unknown} className="text-lg font-semibold" />
            </dd>
          </div>
        ))}
      </dl>
      <ShareBar shares={delay.shares} scaleMs={Math.max(1, totalMs)} className="mb-1.5 h-3.5" />
      <table className="w-full border-collapse">
        <caption className="sr-only">{t('delay.table')}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">{t('delay.stage')}</th>
            <th scope="col">{t('delay.mean')}</th>
            <th scope="col">{t('delay.share')}</th>
          </tr>
        </thead>
        <tbody>
          {(isFloor ? FLOOR_STAGES : LIVE_STAGES).map((stage, index) => {
            const estimated = isEstimated(stage);
            const meanMs = delay.shares.find((share) => share.stage === stage)?.meanMs ?? (delay.segments > 0 && !estimated ? 0 : undefined);
            const reason = estimated && delay.segments > 0 ? t(`estimate.unknown.${stage}`) : unknown;
            const isUnknown = estimated && meanMs === undefined;
            return (
              <tr key={stage}>
                <th scope="row" className="text-left font-normal">
                  <span aria-hidden className={cx('mr-2 inline-block size-3 rounded-[2px] align-[-1px]', isUnknown ? 'hatched' : stageFill[stage])} />
                  <span className="text-muted tabular">{index + 1}</span> {t(`stage.${stage}`)}
                </th>
                <td className="text-right">
                  <Figure value={meanMs} unit="ms" digits={0} unknownReason={reason} estimate={estimated ? t(`estimate.of.${stage}`) : undefined} />
                </td>
                <td className="w-14 text-right text-muted">
                  <Figure value={meanMs === undefined || totalMs === 0 ? undefined : (meanMs / totalMs) * 100} unit="%" unknownReason={reason} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="m-0 mt-1.5 text-sm text-muted">
        {t('delay.segments', { count: delay.segments })}. {t('delay.listener')}
      </p>
    </>
  );
}
