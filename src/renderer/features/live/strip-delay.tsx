import { Scissors } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNumbers } from '../../i18n/use-numbers.ts';
import { Figure } from '../../ui/figure.tsx';
import type { ChannelDelay } from './channel-delay.ts';
import type { StripModel } from './strip-model.ts';

/** How late a channel is and how much waits to be heard; at the end of the line what was done about it, when anything was. */
export function StripDelay({ strip: { autonym, channel }, delay }: { readonly strip: StripModel; readonly delay: ChannelDelay | undefined }) {
  const { t } = useTranslation('live');
  const isFloor = autonym === undefined;
  return (
    <div className="flex h-4 shrink-0 items-center gap-1.5 text-sm">
      <Late label={t('strip.delay')} steady={!isFloor} value={delay?.p50Ms} reason={t('strip.noDelay')} hint={t(isFloor ? 'strip.floorDelayHint' : 'strip.delayHint')} />
      {!isFloor && <Late label={t('strip.lag')} steady={false} value={channel?.lagMs} reason={t('strip.notReported')} hint={t('strip.lagHint')} />}
      {channel && (
        <span className="ml-auto flex gap-1.5 text-warn tabular">
          {channel.rate > 1 && <Rate rate={channel.rate} />}
          {channel.droppedClauses > 0 && <Drops count={channel.droppedClauses} />}
        </span>
      )}
    </div>
  );
}

interface LateProps {
  readonly label: string;
  readonly value: number | undefined;
  /** Keeps its width, so that what follows does not move. */
  readonly steady: boolean;
  /** Why it is not known. */
  readonly reason: string;
  readonly hint: string;
}

function Late({ label, value, steady, reason, hint }: LateProps) {
  return (
    <span className="inline-flex shrink-0 gap-1" title={hint}>
      <span className="text-muted">{label}</span>
      <span className={steady ? 'min-w-14' : undefined}>
        <Figure value={value} unit="ms" digits={0} unknownReason={reason} />
      </span>
    </span>
  );
}

/** The machine speaks faster than its own pace, to catch up. */
function Rate({ rate }: { readonly rate: number }) {
  const { t } = useTranslation('live');
  const { formatNumber } = useNumbers();
  return <span title={t('strip.rateHint')}>×{formatNumber(rate, 2)}</span>;
}

/** Clauses left out to catch up, since the channel began. */
function Drops({ count }: { readonly count: number }) {
  const { t } = useTranslation('live');
  const { formatNumber } = useNumbers();
  return (
    <span className="inline-flex items-center gap-0.5" title={t('strip.dropped', { count })}>
      <Scissors aria-hidden className="size-3.5" />
      <span aria-hidden>{formatNumber(count)}</span>
      <span className="sr-only">{t('strip.dropped', { count })}</span>
    </span>
  );
}
