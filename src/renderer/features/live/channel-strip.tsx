import { Hand, Headphones, OctagonAlert, Scissors, Users, VolumeX } from 'lucide-react';
import type { TFunction } from 'i18next';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelStatus, OperatorHold } from '../../../shared/live/channel.ts';
import { formatNumber } from '../../i18n/format-number.ts';
import { toggleSolo } from '../../state/listening.ts';
import type { MeterFlags } from '../../state/meter-model.ts';
import { cx } from '../../ui/cx.ts';
import { Figure } from '../../ui/figure.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { ChannelDelay } from './channel-delay.ts';
import { ShareBar } from './share-bar.tsx';
import { sourceIcons, sourceText } from './source-style.ts';
import { StripLamp } from './strip-lamp.tsx';
import type { StripModel } from './strip-model.ts';
import { TakeMenu } from './take-menu.tsx';

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
  readonly delay: ChannelDelay | undefined;
  /** What the whole width of the bar of shares stands for, the same on every strip. */
  readonly scaleMs: number;
  readonly flags: MeterFlags;
  readonly hearing: Hearing;
  /** Chosen for the headphones; a solo elsewhere may be heard instead. */
  readonly listening: boolean;
  readonly solo: boolean;
  /** Less height, for many channels. */
  readonly tight: boolean;
  /** The menu that takes the channel is open. */
  readonly taking: boolean;
  readonly busy: boolean;
  /** What the operator last wanted of the channel has failed: in words. */
  readonly failed: string | undefined;
  readonly onListen: (track: string) => void;
  readonly onAcknowledge: (track: string) => void;
  readonly onTaking: (track: string | undefined) => void;
  readonly onHold: (channel: ChannelStatus, hold: OperatorHold | 'auto') => void;
}

/**
 * One channel: a lamp with its language (red while listeners hear something on it), who is heard in icon, colour and word,
 * why, its level and loudness, how late it is and where the time goes, who may be heard, and the buttons to hear and to take it.
 */
export const ChannelStrip = memo(function ChannelStrip(props: ChannelStripProps) {
  const { strip, keyNumber, chosen, roomLive, speaking, open, delay, scaleMs, listening, solo, tight, onListen } = props;
  const { t } = useTranslation('live');
  const { track, channel } = strip;
  const isFloor = track === 'floor';
  const name = strip.autonym ?? t('strip.floor');
  const source = isFloor ? (speaking ? 'floor' : 'silence') : (channel?.source ?? 'silence');
  const onAir = roomLive && (isFloor ? open : source !== 'silence');
  const Icon = sourceIcons[source];
  const heard = isFloor ? speaking || t('strip.nobody') : source === 'human' && channel?.human ? channel.human.name : t(`source.${source}`);
  return (
    <li aria-label={`${strip.tag} ${name}`} aria-current={chosen || undefined} className={cx('relative flex min-h-0 shrink-0 border-b', chosen ? 'bg-hover' : 'bg-surface')}>
      <StripLamp strip={strip} onAir={onAir} chosen={chosen} keyNumber={keyNumber} name={name} />
      <div className={cx('flex min-w-0 flex-1 flex-col justify-center pr-2 pl-3', tight ? 'gap-1 py-0.5' : 'gap-[3px] py-0.5')}>
        <div className="flex h-7 items-center gap-1.5">
          <span lang={strip.autonym && strip.language} className={cx('truncate font-semibold', isFloor && 'shrink-0')}>
            {name}
          </span>
          <span className={cx('inline-flex min-w-0 flex-1 items-center gap-1 font-semibold', sourceText[source])}>
            <Icon aria-hidden className="size-4 shrink-0" strokeWidth={2.25} />
            <span className="truncate" title={heard}>
              {source === 'human' && <span className="sr-only">{t('source.human')}: </span>}
              {heard}
            </span>
          </span>
          <div className="flex shrink-0 items-center gap-0.5">
            {channel && <TakeMenu name={name} channel={channel} chosen={chosen} busy={props.busy} open={props.taking} onOpenChange={(next) => props.onTaking(next ? track : undefined)} onHold={(hold) => props.onHold(channel, hold)} />}
            <IconButton label={t(listening ? 'strip.listenOff' : 'strip.listen', { name })} keys={chosen ? 'L' : undefined} pressed={listening} className="size-7" onClick={() => onListen(track)}>
              <Headphones aria-hidden />
            </IconButton>
            <IconButton label={t(solo ? 'strip.soloOff' : 'strip.solo', { name })} keys={chosen ? 'S' : undefined} pressed={solo} className="size-7" onClick={() => toggleSolo(track)}>
              <span aria-hidden className="font-bold">
                S
              </span>
            </IconButton>
          </div>
        </div>
        {!tight && <State {...props} reason={isFloor ? t('strip.floorReason', { language: strip.tag }) : reasonOf(channel, t)} />}
        <div className="flex h-4 items-center gap-2">
          <div data-meter={track} className="h-2 min-w-0 flex-1">
            <meter aria-label={t('strip.level', { name })} min={-60} max={0} value={-60} className="sr-only" />
          </div>
          <LevelFigures {...props} name={name} />
          {tight && (
            <div className="flex w-32 shrink-0 items-center justify-between text-sm">
              {isWrong(props) ? <State {...props} reason={reasonOf(channel, t)} /> : <Delay isFloor={isFloor} delay={delay} />}
              <Drops channel={channel} />
            </div>
          )}
        </div>
        {!tight && (
          <div className="flex h-4 items-center gap-2 text-sm">
            <Delay isFloor={isFloor} delay={delay} />
            {!isFloor && <Late label={t('strip.lag')} value={channel?.lagMs} reason={t('strip.notReported')} hint={t('strip.lagHint')} />}
            {channel && channel.rate > 1 && <Rate rate={channel.rate} />}
            <Drops channel={channel} />
          </div>
        )}
        <ShareBar shares={delay?.shares ?? []} scaleMs={scaleMs} className={tight ? 'h-1' : 'h-1.5'} />
        {!tight && channel && <Booth channel={channel} />}
      </div>
    </li>
  );
});

/** Why the channel carries what it carries, in words. */
export function reasonOf(channel: ChannelStatus | undefined, t: TFunction<'live'>): string {
  if (!channel) return t('reason.not-reported');
  const path = channel.path.length > 2 ? channel.path.map((tag) => tag.toUpperCase()).join(' → ') : undefined;
  return channel.reason === 'translator-ready' && path ? t('reason.pivot', { path }) : t(`reason.${channel.reason}`);
}

/** Level in figures, or the lamp of an overload until it is acknowledged; loudness of a channel. */
function LevelFigures({ strip: { track, channel }, flags, tight, name, onAcknowledge }: ChannelStripProps & { readonly name: string }) {
  const { t } = useTranslation('live');
  return (
    <>
      {flags.clipped ? (
        <button
          type="button"
          onClick={() => onAcknowledge(track)}
          aria-label={t('strip.clipped', { name })}
          className="relative h-4 w-13 shrink-0 rounded-[2px] bg-bad-fill text-[10px] leading-4 font-bold text-on-fill after:absolute after:-inset-1"
        >
          CLIP
        </button>
      ) : (
        !tight && <span data-meter-figure className="w-13 shrink-0 text-right text-sm whitespace-nowrap text-muted tabular" />
      )}
      {!tight && channel && (
        <span className="w-18 shrink-0 text-right text-sm" title={t('strip.loudnessHint')}>
          <Figure value={channel.shortTermLufs} unit="LUFS" digits={1} unknownReason={t('strip.noLoudness')} />
        </span>
      )}
    </>
  );
}

function Delay({ isFloor, delay }: { readonly isFloor: boolean; readonly delay: ChannelDelay | undefined }) {
  const { t } = useTranslation('live');
  return <Late label={t('strip.delay')} value={delay?.p50Ms} reason={t('strip.noDelay')} hint={t(isFloor ? 'strip.floorDelayHint' : 'strip.delayHint')} />;
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

/** The machine speaks faster than its own pace, to catch up. */
function Rate({ rate }: { readonly rate: number }) {
  const { t } = useTranslation('live');
  return (
    <span className="shrink-0 text-warn tabular" title={t('strip.rateHint')}>
      ×{formatNumber(rate, 2)}
    </span>
  );
}

/** Clauses left out to catch up, since the channel began. */
function Drops({ channel }: { readonly channel: ChannelStatus | undefined }) {
  const { t } = useTranslation('live');
  const count = channel?.droppedClauses ?? 0;
  if (count === 0) return undefined;
  return (
    <span className="inline-flex shrink-0 items-center gap-0.5 text-warn tabular" title={t('strip.dropped', { count })}>
      <Scissors aria-hidden className="size-3.5" />
      {count}
      <span className="sr-only">{t('strip.dropped', { count })}</span>
    </span>
  );
}

/** Who sits in the booth with what microphone, and who may be heard on the channel. */
function Booth({ channel: { human, policy, source } }: { readonly channel: ChannelStatus }) {
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

const isWrong = ({ flags, hearing, failed, strip: { channel } }: ChannelStripProps): boolean =>
  flags.silentSinceMs !== undefined || hearing === 'blocked' || hearing === 'waiting' || failed !== undefined || channel?.hold !== undefined;

/** The most important thing to say about the strip: what is wrong, else what the headphones do, else why this is heard. */
function State({ flags, hearing, failed, strip: { channel }, reason }: ChannelStripProps & { readonly reason: string }) {
  const { t } = useTranslation('live');
  if (flags.silentSinceMs !== undefined) return <Alarm icon={VolumeX} className="font-semibold text-bad" text={t('strip.silent')} />;
  if (failed !== undefined) return <Alarm icon={OctagonAlert} className="text-bad" text={failed} />;
  if (hearing === 'blocked' || hearing === 'waiting') return <Alarm icon={OctagonAlert} className="text-warn" text={t(`hearing.${hearing}`)} />;
  if (channel?.hold !== undefined) return <Alarm icon={Hand} className="font-medium text-warn" text={t('reason.operator')} />;
  return (
    <span className="block h-4 min-w-0 truncate text-sm text-muted" title={reason}>
      {reason}
    </span>
  );
}

function Alarm({ icon: Icon, className, text }: { readonly icon: typeof Hand; readonly className: string; readonly text: string }) {
  return (
    <span className={cx('flex h-4 min-w-0 items-center gap-1 text-sm', className)} title={text}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">{text}</span>
    </span>
  );
}
