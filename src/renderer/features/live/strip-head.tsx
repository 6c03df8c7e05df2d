import { Headphones } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChannelSource } from '../../../shared/live/channel.ts';
import { toggleSolo } from '../../state/listening.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { sourceIcons, sourceText } from './source-style.ts';
import type { StripProps } from './strip-props.ts';
import { TakeMenu } from './take-menu.tsx';

/** The language, who is heard on it in icon, colour and word, and the buttons to take it and to hear it. */
export function StripHead(props: StripProps & { readonly name: string; readonly source: ChannelSource }) {
  const { strip, name, source, speaking, chosen, listening, solo, tight } = props;
  const { t } = useTranslation('live');
  const { track, channel } = strip;
  const isFloor = strip.autonym === undefined;
  const Icon = sourceIcons[source];
  const heard = isFloor ? speaking || t('strip.nobody') : source === 'human' && channel?.human ? channel.human.name : t(`source.${source}`);
  const buttonSize = tight ? 'size-6' : 'size-7';
  return (
    <div className={cx('flex items-center gap-1.5', tight ? 'h-6' : 'h-7')}>
      {/* Where both do not fit, who is heard has the room: the lamp tells the language, too. */}
      <div className="flex min-w-0 flex-1 items-center gap-1.5">
        <span lang={strip.autonym && strip.language} title={name} className="truncate font-semibold">
          {name}
        </span>
        <span className={cx('inline-flex max-w-[calc(100%-48px)] shrink-0 items-center gap-1 font-semibold', sourceText[source])}>
          <Icon aria-hidden className="size-4 shrink-0" strokeWidth={2.25} />
          <span className="truncate" title={heard}>
            {source === 'human' && <span className="sr-only">{t('source.human')}: </span>}
            {heard}
          </span>
        </span>
      </div>
      <div className="flex shrink-0 items-center gap-0.5">
        {channel && (
          <TakeMenu
            name={name}
            channel={channel}
            chosen={chosen}
            busy={props.busy}
            open={props.taking}
            className={buttonSize}
            onOpenChange={(next) => props.onTaking(next ? track : undefined)}
            onHold={(hold) => props.onHold(channel, hold)}
          />
        )}
        <IconButton label={t(listening ? 'strip.listenOff' : 'strip.listen', { name })} keys={chosen ? 'L' : undefined} pressed={listening} className={buttonSize} onClick={() => props.onListen(track)}>
          <Headphones aria-hidden />
        </IconButton>
        <IconButton label={t(solo ? 'strip.soloOff' : 'strip.solo', { name })} keys={chosen ? 'S' : undefined} pressed={solo} className={buttonSize} onClick={() => toggleSolo(track)}>
          <span aria-hidden className="font-bold">
            S
          </span>
        </IconButton>
      </div>
    </div>
  );
}
