import { ChevronRight, Mic, MicOff, Users, UserX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChannelStatus } from '../../../shared/live/channel.ts';
import { cx } from '../../ui/cx.ts';
import { sourceIcons } from './source-style.ts';

const { human: Human, machine: Machine } = sourceIcons;

/** Who sits in the booth with what microphone, and who may be heard on the channel, in words. */
export function StripBooth({ channel: { human, policy, source } }: { readonly channel: ChannelStatus }) {
  const { t } = useTranslation('live');
  const booth = human === undefined ? t('booth.empty') : source === 'human' ? t('booth.onAir') : t(human.open ? 'booth.openShort' : 'booth.closedShort', { name: human.name });
  return (
    <div className="flex h-4 items-center gap-2 text-sm">
      <span className={cx('flex min-w-0 items-center gap-1', human?.open ? 'text-human' : 'text-muted')}>
        <Users aria-hidden className="size-3.5 shrink-0" />
        <span className="truncate" title={booth}>
          {booth}
        </span>
      </span>
      <span className="ml-auto shrink-0 text-muted" title={t('policy.hint')}>
        {t(`policy.${policy}`)}
      </span>
    </div>
  );
}

/** The same in marks: the microphone of the booth, with the name of whoever waits behind it, and the icons of those who may be heard, in their order. */
export function StripBoothMarks({ channel: { human, policy, source } }: { readonly channel: ChannelStatus }) {
  const { t } = useTranslation('live');
  const booth = human === undefined ? t('booth.empty') : t(human.open ? 'booth.open' : 'booth.closed', { name: human.name });
  const Icon = human === undefined ? UserX : human.open ? Mic : MicOff;
  const allowed = t('policy.named', { policy: t(`policy.${policy}`) });
  return (
    <>
      <span className={cx('flex shrink-0 items-center gap-1', human?.open ? 'text-human' : 'text-muted')} title={booth}>
        <Icon aria-hidden className="size-3.5" />
        {/* Whoever is heard stands above, beside the language. */}
        {human && source !== 'human' && (
          <span aria-hidden className="max-w-18 truncate text-sm">
            {human.name}
          </span>
        )}
        <span className="sr-only">{booth}</span>
      </span>
      <span className="mb-0.5 flex h-3.5 w-11 shrink-0 items-center justify-center rounded-sm border border-line-strong text-muted" title={allowed}>
        {policy !== 'human-only' && <Machine aria-hidden className="size-3" />}
        {policy === 'machine-until-human' && <ChevronRight aria-hidden className="size-3" />}
        {policy !== 'machine-only' && <Human aria-hidden className="size-3" />}
        <span className="sr-only">{allowed}</span>
      </span>
    </>
  );
}
