import { Cpu, Headphones, type LucideIcon, Mic, MicOff, OctagonAlert, Users, VolumeX } from 'lucide-react';
import type { TFunction } from 'i18next';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelSource, ChannelStatus } from '../../../shared/live/channel.ts';
import { toggleSolo } from '../../state/listening.ts';
import type { MeterFlags } from '../../state/meter-model.ts';
import { useUi } from '../../state/ui-state.ts';
import { cx } from '../../ui/cx.ts';
import { Figure } from '../../ui/figure.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { StripModel } from './strip-model.ts';

/** How a strip stands to the operator's headphones. */
export type Hearing = 'no' | 'waiting' | 'playing' | 'blocked';

export interface ChannelStripProps {
  readonly strip: StripModel;
  /** Key that chooses it; undefined past nine. */
  readonly keyNumber: number | undefined;
  readonly chosen: boolean;
  /** The room is live: what the strip shows is really heard. */
  readonly roomLive: boolean;
  /** Who speaks on the floor, for the floor's strip. */
  readonly speaking: string;
  /** Somebody has a microphone on the floor: it is on the air between two sentences, too. */
  readonly open: boolean;
  readonly delayMs: number | undefined;
  readonly flags: MeterFlags;
  readonly hearing: Hearing;
  /** Chosen for the headphones; a solo elsewhere may be heard instead. */
  readonly listening: boolean;
  readonly solo: boolean;
  /** Less height, for many channels. */
  readonly tight: boolean;
  readonly onListen: (track: string) => void;
  readonly onAcknowledge: (track: string) => void;
}

const sources: Record<ChannelSource, { readonly icon: LucideIcon; readonly colour: string }> = {
  human: { icon: Users, colour: 'text-human' },
  machine: { icon: Cpu, colour: 'text-machine' },
  floor: { icon: Mic, colour: 'text-floor' },
  silence: { icon: MicOff, colour: 'text-unknown' },
};

/**
 * One channel: a lamp with its language (red while listeners hear something on it), who is heard in icon, colour and word,
 * why, its level, how late it is, and the buttons to hear it.
 */
export const ChannelStrip = memo(function ChannelStrip({ strip, keyNumber, chosen, roomLive, speaking, open, delayMs, flags, hearing, listening, solo, tight, onListen, onAcknowledge }: ChannelStripProps) {
  const { t } = useTranslation('live');
  const { track, channel } = strip;
  const isFloor = track === 'floor';
  const name = strip.autonym ?? t('strip.floor');
  const source = isFloor ? (speaking ? 'floor' : 'silence') : (channel?.source ?? 'silence');
  const onAir = roomLive && (isFloor ? open : source !== 'silence');
  const { icon: Icon, colour } = sources[source];
  const word = isFloor && speaking ? speaking : t(isFloor ? 'strip.nobody' : `source.${source}`);
  const reason = isFloor ? t('strip.floorReason', { language: strip.tag }) : reasonOf(channel, t);
  const isWrong = flags.silentSinceMs !== undefined || hearing === 'blocked' || hearing === 'waiting' || (channel?.droppedClauses ?? 0) > 0;
  const delay = <Late label={t('strip.delay')} value={delayMs} reason={t('strip.noDelay')} hint={t(isFloor ? 'strip.floorDelayHint' : 'strip.delayHint')} />;
  return (
    <li
      aria-label={`${strip.tag} ${name}`}
      aria-current={chosen || undefined}
      className={cx('relative flex min-h-0 shrink-0 border-b', chosen ? 'bg-hover' : 'bg-surface')}
    >
      <Lamp strip={strip} onAir={onAir} chosen={chosen} keyNumber={keyNumber} name={name} />
      {keyNumber !== undefined && <span aria-hidden className={cx('pointer-events-none absolute top-0.5 left-1 text-[10px] leading-3 tabular', onAir ? 'text-on-fill' : 'text-muted')}>{keyNumber}</span>}
      <div className={cx('flex min-w-0 flex-1 flex-col justify-center gap-1 pr-2 pl-3', tight ? 'py-1' : 'py-2')}>
        <div className="flex h-7 items-center gap-1.5">
          <span lang={strip.autonym && strip.language} className={cx('truncate font-semibold', isFloor && 'shrink-0')}>
            {name}
          </span>
          <span className={cx('inline-flex items-center gap-1 font-semibold', isFloor ? 'min-w-0' : 'shrink-0', colour)}>
            <Icon aria-hidden className="size-4 shrink-0" strokeWidth={2.25} />
            <span className="truncate" title={word}>
              {word}
            </span>
          </span>
          <IconButton
            label={t(listening ? 'strip.listenOff' : 'strip.listen', { name })}
            keys={chosen ? 'L' : undefined}
            pressed={listening}
            className="ml-auto size-7"
            onClick={() => onListen(track)}
          >
            <Headphones aria-hidden />
          </IconButton>
          <IconButton label={t(solo ? 'strip.soloOff' : 'strip.solo', { name })} keys={chosen ? 'S' : undefined} pressed={solo} className="size-7" onClick={() => toggleSolo(track)}>
            <span aria-hidden className="font-bold">
              S
            </span>
          </IconButton>
        </div>
        {!tight && <State flags={flags} hearing={hearing} dropped={channel?.droppedClauses ?? 0} reason={reason} />}
        <div className="flex h-4 items-center gap-2">
          <div data-meter={track} className="h-2 min-w-0 flex-1">
            <meter aria-label={t('strip.level', { name })} min={-60} max={0} value={-60} className="sr-only" />
          </div>
          <button
            type="button"
            disabled={!flags.clipped}
            onClick={() => onAcknowledge(track)}
            aria-label={flags.clipped ? t('strip.clipped', { name }) : t('strip.notClipped')}
            className={cx('h-4 w-9 shrink-0 rounded-[2px] text-[10px] leading-4 font-bold', flags.clipped ? 'bg-bad-fill text-on-fill' : 'text-transparent')}
          >
            {flags.clipped && 'CLIP'}
          </button>
          {tight ? (
            <div className="w-26 shrink-0 text-sm">
              {isWrong ? <State flags={flags} hearing={hearing} dropped={channel?.droppedClauses ?? 0} reason={reason} /> : delay}
            </div>
          ) : (
            <span data-meter-figure className="w-15 shrink-0 text-right text-sm whitespace-nowrap text-muted tabular" />
          )}
        </div>
        {!tight && (
          <div className="flex h-4 items-center gap-4 text-sm">
            {delay}
            {!isFloor && <Late label={t('strip.lag')} value={channel?.lagMs} reason={t('strip.notReported')} hint={t('strip.lagHint')} />}
          </div>
        )}
      </div>
    </li>
  );
});

function reasonOf(channel: ChannelStatus | undefined, t: TFunction<'live'>): string {
  if (!channel) return t('reason.not-reported');
  const path = channel.path.length > 2 ? channel.path.map((tag) => tag.toUpperCase()).join(' → ') : undefined;
  return channel.reason === 'translator-ready' && path ? t('reason.pivot', { path }) : t(`reason.${channel.reason}`);
}

/** The tally light, legible across the room. The whole of it chooses the channel. */
function Lamp({ strip, onAir, chosen, keyNumber, name }: { readonly strip: StripModel; readonly onAir: boolean; readonly chosen: boolean; readonly keyNumber: number | undefined; readonly name: string }) {
  const { t } = useTranslation('live');
  return (
    <button
      type="button"
      aria-pressed={chosen}
      aria-label={t('strip.choose', { tag: strip.tag, name, state: t(onAir ? 'strip.onAir' : 'strip.offAir') })}
      aria-keyshortcuts={keyNumber?.toString()}
      onClick={() => useUi.setState({ track: strip.track })}
      className={cx(
        'flex w-16 shrink-0 flex-col items-center justify-center gap-0.5 border-r-4 transition-colors -outline-offset-2',
        onAir ? 'bg-on-air-fill text-on-fill' : 'hatched bg-raised text-muted',
        chosen ? 'border-accent' : onAir ? 'border-on-air-fill' : 'border-raised',
      )}
    >
      <span className={cx('leading-7 font-bold tracking-tight', strip.tag.length > 3 ? 'text-[15px] tracking-tighter' : 'text-[26px]')}>{strip.tag}</span>{' '}
      <span className="text-xs font-bold whitespace-nowrap uppercase">{t(onAir ? 'strip.onAir' : 'strip.offAir')}</span>
    </button>
  );
}

function Late({ label, value, reason, hint }: { readonly label: string; readonly value: number | undefined; readonly reason: string; readonly hint: string }) {
  return (
    <span className="inline-flex shrink-0 gap-1" title={hint}>
      <span className="text-muted">{label}</span>
      <span className="min-w-12">
        <Figure value={value} unit="ms" digits={0} unknownReason={reason} />
      </span>
    </span>
  );
}

/** The most important thing to say about the strip: what is wrong, else what the headphones do, else why this is heard. */
function State({ flags, hearing, dropped, reason }: { readonly flags: MeterFlags; readonly hearing: Hearing; readonly dropped: number; readonly reason: string }) {
  const { t } = useTranslation('live');
  if (flags.silentSinceMs !== undefined) {
    return (
      <span className="flex h-4 min-w-0 items-center gap-1 text-sm font-semibold text-bad">
        <VolumeX aria-hidden className="size-3.5 shrink-0" />
        <span className="truncate">{t('strip.silent')}</span>
      </span>
    );
  }
  if (hearing === 'blocked' || hearing === 'waiting') {
    return (
      <span className="flex h-4 min-w-0 items-center gap-1 text-sm text-warn">
        <OctagonAlert aria-hidden className="size-3.5 shrink-0" />
        <span className="truncate">{t(`hearing.${hearing}`)}</span>
      </span>
    );
  }
  const text = dropped > 0 ? t('strip.dropped', { count: dropped }) : reason;
  return (
    <span className={cx('h-4 min-w-0 truncate text-sm', dropped > 0 ? 'text-warn' : 'text-muted')} title={text}>
      {text}
    </span>
  );
}
