import { useTranslation } from 'react-i18next';
import { useNumbers } from '../../i18n/use-numbers.ts';
import { cx } from '../../ui/cx.ts';
import type { ChannelDelay } from './channel-delay.ts';
import { isEstimated } from './stage-spans.ts';
import { stageFill } from './stage-style.ts';

export interface ShareBarProps {
  readonly shares: ChannelDelay['shares'];
  /** What the whole width stands for, milliseconds; the same for all bars that are to be compared. */
  readonly scaleMs: number;
  readonly className?: string;
}

/** Where the delay goes: the mean share of each stage, one behind the other; striped where a segment only waits or travels. */
export function ShareBar({ shares, scaleMs, className }: ShareBarProps) {
  const { t } = useTranslation('live');
  const { formatWithUnit } = useNumbers();
  const words = shares.map(({ stage, meanMs }) => `${t(`stage.${stage}`)} ${formatWithUnit(meanMs, 'ms', 0)}${isEstimated(stage) ? ` (${t('estimate.word')})` : ''}`).join(', ');
  return (
    <div title={words} className={cx('relative flex gap-px overflow-hidden rounded-[2px] bg-hover', className)}>
      <span className="sr-only">{words === '' ? t('delay.noShares') : t('delay.shares', { shares: words })}</span>
      {shares.map(({ stage, meanMs }) => (
        <div key={stage} aria-hidden className={cx('h-full shrink-0', stageFill[stage])} style={{ width: `${(meanMs / scaleMs) * 100}%` }} />
      ))}
    </div>
  );
}
