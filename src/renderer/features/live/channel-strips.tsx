import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../../shared/contract/rooms.ts';
import type { ChannelStatus, OperatorHold } from '../../../shared/live/channel.ts';
import type { SegmentTrace } from '../../../shared/live/trace.ts';
import { drop } from '../../../shared/drop.ts';
import { formatWithUnit } from '../../i18n/format-number.ts';
import { requestChannel, useChannelControl } from '../../state/channel-control.ts';
import { useConsole } from '../../state/console-state.tsx';
import { toggleListen, toggleSolo, useListening } from '../../state/listening.ts';
import { useMonitor, useMonitorView } from '../../state/monitor/use-monitor.ts';
import { useStream } from '../../state/stream-store.ts';
import { useUi } from '../../state/ui-state.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { channelDelay } from './channel-delay.ts';
import { ChannelStrip, type Hearing } from './channel-strip.tsx';
import { MeterCanvas } from './meter-canvas.tsx';
import { niceCeiling } from './nice-scale.ts';
import { speakingNames, stripsOf } from './strip-model.ts';

/** More strips than this (floor included) get two lines each instead of six, so that nine languages fit on a small screen. */
const ROOMY_STRIPS = 5;
/** The bar of shares is never finer than this, so that a small delay looks small. */
const SMALLEST_SCALE_MS = 1_000;
const noTraces: readonly SegmentTrace[] = [];

/** The strips of a room, floor first, with one canvas for all their meters. */
export function ChannelStrips({ room }: { readonly room: RoomView }) {
  const { t } = useTranslation('live');
  const { client, room: stateOf } = useConsole();
  const { meters, channels, floor, traces } = stateOf(room.name);
  const channelViews = useStream(channels).value;
  const speakers = useStream(floor).value;
  const segments = useStream(traces).value ?? noTraces;
  const flags = useSyncExternalStore(meters.subscribe, meters.getFlags);
  const chosen = useUi((ui) => ui.track);
  const monitor = useMonitor();
  const hearingOf = useHearing();
  const { listen: listened, solo } = useListening();
  const strips = useMemo(() => stripsOf(room.floorLanguage, room.languages, channelViews ?? []), [room.floorLanguage, room.languages, channelViews]);
  const delays = useMemo(() => new Map(strips.map(({ track, channel }) => [track, channelDelay(segments, track, channel?.voice !== undefined)])), [strips, segments]);
  const scaleMs = niceCeiling(Math.max(SMALLEST_SCALE_MS, ...[...delays.values()].map(({ shares }) => shares.reduce((sum, { meanMs }) => sum + meanMs, 0))));
  const [taking, setTaking] = useState<string>();
  const { busy, failed } = useChannelControl();
  const list = useRef<HTMLUListElement>(null);
  const say = useCallback((rmsDbfs: number | undefined) => (rmsDbfs === undefined ? '–' : rmsDbfs <= -60 ? '< −60 dB' : formatWithUnit(rmsDbfs, 'dB')), []);
  const acknowledge = useCallback((track: string) => meters.acknowledge(track, performance.now()), [meters]);
  /** A browser that wants a gesture before it plays gets this one; the second press then turns it off. */
  const listen = (track: string): void => (hearingOf(track) === 'blocked' ? monitor.resume() : toggleListen(track));
  const hold = useCallback((channel: ChannelStatus, source: OperatorHold | 'auto') => drop(requestChannel(client, { room: room.name, channel, wish: { kind: 'hold', hold: source } }), () => undefined), [client, room.name]);
  const current = strips.find(({ track }) => track === chosen) ?? strips[0];

  // A strip chosen by its key may be out of sight.
  useEffect(() => {
    // In braces: newer browsers answer with a promise, which React would take for a clean-up.
    list.current?.querySelector(`[data-meter="${CSS.escape(chosen)}"]`)?.closest('li')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  useShortcut(current && { id: 'live.listen', keys: 'l', label: t('keys.listen', { tag: current.tag }), group: t('keys.group'), run: () => listen(current.track) });
  useShortcut(current && { id: 'live.solo', keys: 's', label: t('keys.solo', { tag: current.tag }), group: t('keys.group'), run: () => toggleSolo(current.track) });
  const channel = current?.channel;
  useShortcut(current && channel && channel.hold === undefined ? { id: 'live.take', keys: 't', label: t('keys.take', { tag: current.tag }), group: t('keys.group'), run: () => setTaking(current.track) } : undefined);
  useShortcut(current && channel?.hold !== undefined ? { id: 'live.release', keys: 'r', label: t('keys.release', { tag: current.tag }), group: t('keys.group'), run: () => hold(channel, 'auto') } : undefined);

  return (
    <div className="h-full overflow-x-hidden overflow-y-auto bg-surface">
      <ul ref={list} aria-label={t('strip.list')} className="relative m-0 flex list-none flex-col p-0">
        {strips.map((strip, index) => (
          <ChannelStrip
            key={strip.track}
            strip={strip}
            keyNumber={index < 9 ? index + 1 : undefined}
            chosen={strip.track === current?.track}
            roomLive={room.phase.kind === 'live'}
            speaking={strip.track === 'floor' ? speakingNames(speakers ?? []).join(' + ') : ''}
            open={strip.track === 'floor' && (speakers ?? []).length > 0}
            delay={delays.get(strip.track)}
            scaleMs={scaleMs}
            flags={flags.get(strip.track) ?? meters.flagsOf(strip.track)}
            hearing={hearingOf(strip.track)}
            listening={listened === strip.track}
            solo={solo === strip.track}
            tight={strips.length > ROOMY_STRIPS}
            onListen={listen}
            taking={taking === strip.track}
            busy={strip.channel !== undefined && busy === strip.channel.language}
            failed={strip.channel !== undefined && failed?.language === strip.channel.language ? failed.error.message : undefined}
            onAcknowledge={acknowledge}
            onTaking={setTaking}
            onHold={hold}
          />
        ))}
        <MeterCanvas meters={meters} list={list} say={say} />
      </ul>
      {strips.slice(0, 9).map((strip, index) => (
        <ChooseKey key={strip.track} keyNumber={index + 1} track={strip.track} label={t('keys.choose', { name: strip.autonym ?? t('strip.floor') })} />
      ))}
    </div>
  );
}

/** One key of 1…9. A component of its own, because their number changes with the room. */
function ChooseKey({ keyNumber, track, label }: { readonly keyNumber: number; readonly track: string; readonly label: string }) {
  const { t } = useTranslation('live');
  useShortcut({ id: `live.choose.${keyNumber}`, keys: String(keyNumber), label, group: t('keys.group'), run: () => useUi.setState({ track }) });
  return undefined;
}

/** What the headphones do with a track. */
function useHearing(): (track: string) => Hearing {
  const { listening } = useMonitorView();
  const wanted = useListening(({ listen, solo }) => solo ?? listen);
  return (track) => {
    if (wanted !== track) return 'no';
    if (listening.kind === 'off' || listening.track !== track) return 'waiting';
    return listening.kind;
  };
}
