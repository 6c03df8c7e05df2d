import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';
import { ShareBar } from './share-bar.tsx';
import { StripBooth, StripBoothMarks } from './strip-booth.tsx';
import { StripDelay } from './strip-delay.tsx';
import { StripHead } from './strip-head.tsx';
import { StripLamp } from './strip-lamp.tsx';
import { StripLevel } from './strip-level.tsx';
import type { StripProps } from './strip-props.ts';
import { StripState } from './strip-state.tsx';

/**
 * One channel: a lamp with its language (red while listeners hear something on it), who is heard in icon, colour and word,
 * why, its level and loudness, how late it is and where the time goes, who may be heard, and the buttons to hear and to take it.
 * Many channels get less height each and say the same: who may be heard, and who sits in the booth, in marks beside the reason.
 */
export const ChannelStrip = memo(function ChannelStrip(props: StripProps) {
  const { strip, keyNumber, chosen, roomLive, speaking, open, delay, scaleMs, tight } = props;
  const { t } = useTranslation('live');
  const { channel } = strip;
  const isFloor = strip.autonym === undefined;
  const name = strip.autonym ?? t('strip.floor');
  const source = isFloor ? (speaking ? 'floor' : 'silence') : (channel?.source ?? 'silence');
  const onAir = roomLive && (isFloor ? open : source !== 'silence');
  const lateness = <StripDelay strip={strip} delay={delay} />;
  return (
    <li aria-label={`${strip.tag} ${name}`} aria-current={chosen || undefined} className={cx('relative flex min-h-0 shrink-0 border-b', chosen ? 'bg-hover' : 'bg-surface')}>
      <StripLamp strip={strip} onAir={onAir} chosen={chosen} keyNumber={keyNumber} name={name} />
      <div className={cx('flex min-w-0 flex-1 flex-col justify-center pr-2 pl-3', !tight && 'gap-[3px] py-0.5')}>
        <StripHead {...props} name={name} source={source} />
        <div className="flex h-4 items-center gap-2">
          <StripState {...props} />
          {tight && (channel ? <StripBoothMarks channel={channel} /> : isFloor && lateness)}
        </div>
        <StripLevel {...props} name={name} />
        {!(tight && isFloor) && lateness}
        <ShareBar shares={delay?.shares ?? []} scaleMs={scaleMs} className={tight ? 'mb-px h-[5px]' : 'h-1.5'} />
        {!tight && channel && <StripBooth channel={channel} />}
      </div>
    </li>
  );
});
