import type { TFunction } from 'i18next';
import { Hand, type LucideIcon, OctagonAlert, VolumeX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChannelStatus } from '../../../shared/live/channel.ts';
import { cx } from '../../ui/cx.ts';
import type { StripProps } from './strip-props.ts';

/** Why the channel carries what it carries, in words. */
export function reasonOf(channel: ChannelStatus | undefined, t: TFunction<'live'>): string {
  if (!channel) return t('reason.not-reported');
  const path = channel.path.length > 2 ? channel.path.map((tag) => tag.toUpperCase()).join(' → ') : undefined;
  return channel.reason === 'translator-ready' && path ? t('reason.pivot', { path }) : t(`reason.${channel.reason}`);
}

/** The most important thing to say about the strip: what is wrong, else what the headphones do, else why this is heard. */
export function StripState({ flags, hearing, failed, strip: { tag, autonym, channel } }: StripProps) {
  const { t } = useTranslation('live');
  if (flags.silentSinceMs !== undefined) return <Alarm icon={VolumeX} className="font-semibold text-bad" text={t('strip.silent')} />;
  if (failed !== undefined) return <Alarm icon={OctagonAlert} className="text-bad" text={failed} />;
  if (hearing === 'blocked' || hearing === 'waiting') return <Alarm icon={OctagonAlert} className="text-warn" text={t(`hearing.${hearing}`)} />;
  if (channel?.hold !== undefined) return <Alarm icon={Hand} className="font-medium text-warn" text={t('reason.operator')} />;
  const reason = autonym === undefined ? t('strip.floorReason', { language: tag }) : reasonOf(channel, t);
  return (
    <span className="block h-4 min-w-0 flex-1 truncate text-sm text-muted" title={reason}>
      {reason}
    </span>
  );
}

function Alarm({ icon: Icon, className, text }: { readonly icon: LucideIcon; readonly className: string; readonly text: string }) {
  return (
    <span className={cx('flex h-4 min-w-0 flex-1 items-center gap-1 text-sm', className)} title={text}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">{text}</span>
    </span>
  );
}
