import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../../shared/contract/rooms.ts';
import type { ChannelStatus, OperatorHold } from '../../../shared/live/channel.ts';
import type { SegmentTrace } from '../../../shared/live/trace.ts';
import { drop } from '../../../shared/drop.ts';
import { useNumbers } from '../../i18n/use-numbers.ts';
import { requestChannel, useChannelControl } from '../../state/channel-control.ts';
import { useConsole } from '../../state/console-state.tsx';
import { toggleListen, toggleSolo, useListening } from '../../state/listening.ts';
import type { MeterFlags } from '../../state/meter-model.ts';
import { useMonitor, useMonitorView } from '../../state/monitor/use-monitor.ts';
import { useStream } from '../../state/stream-store.ts';
import { useUi } from '../../state/ui-state.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { channelDelay } from './channel-delay.ts';
import { ChannelStrip } from './channel-strip.tsx';
import { HiddenAlarms } from './hidden-alarms.tsx';
import { MeterCanvas } from './meter-canvas.tsx';
import { niceCeiling } from './nice-scale.ts';
import { areTight, isAlarming, speakingNames, stripsOf } from './strip-model.ts';
import { showStrip } from './strip-place.ts';
import type { Hearing } from './strip-props.ts';

/** The bar of shares is never finer than this, so that a small delay looks small. */
const SMALLEST_SCALE_MS = 1_000;
const noTraces: readonly SegmentTrace[] = [];

/** The strips of a room, floor first, with one canvas for all their meters. */
export function ChannelStrips({ room }: { readonly room: RoomView }) {
  const { t } = useTranslation('live');
  const { formatWithUnit } = useNumbers();
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
  const tight = areTight(room.languages);
  const [taking, setTaking] = useState<string>();
  const { busy, failed } = useChannelControl();
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const say = useCallback((rmsDbfs: number | undefined) => (rmsDbfs === undefined ? '–' : rmsDbfs <= -60 ? '< −60 dB' : formatWithUnit(rmsDbfs, 'dB')), [formatWithUnit]);
  const acknowledge = useCallback((track: string) => meters.acknowledge(track, performance.now()), [meters]);
  /** A browser that wants a gesture before it plays gets this one; the second press then turns it off. */
  const listen = (track: string): void => (hearingOf(track) === 'blocked' ? monitor.resume() : toggleListen(track));
  const hold = useCallback((channel: ChannelStatus, source: OperatorHold | 'auto') => drop(requestChannel(client, { room: room.name, channel, wish: { kind: 'hold', hold: source } }), () => undefined), [client, room.name]);
  const current = strips.find(({ track }) => track === chosen) ?? strips[0];
  const flagsOf = (track: string): MeterFlags => flags.get(track) ?? meters.flagsOf(track);
  /** A strip chosen by its key may be out of sight, and the chosen one may have been scrolled away. */
  const choose = (track: string): void => {
    useUi.setState({ track });
    showStrip(list.current, track);
  };
  const step = (by: 1 | -1): void => choose(strips[strips.findIndex(({ track }) => track === current?.track) + by]?.track ?? chosen);

  // One chosen on another screen may be, too.
  useEffect(() => showStrip(list.current, chosen), [list, chosen]);
  useShortcut({ id: 'live.next', keys: 'j', label: t('keys.next'), group: t('keys.group'), run: () => step(1) });
  useShortcut({ id: 'live.previous', keys: 'k', label: t('keys.previous'), group: t('keys.group'), run: () => step(-1) });
  useShortcut(current && { id: 'live.listen', keys: 'l', label: t('keys.listen', { tag: current.tag }), group: t('keys.group'), run: () => listen(current.track) });
  useShortcut(current && { id: 'live.solo', keys: 's', label: t('keys.solo', { tag: current.tag }), group: t('keys.group'), run: () => toggleSolo(current.track) });
  const channel = current?.channel;
  useShortcut(current && channel && channel.hold === undefined ? { id: 'live.take', keys: 't', label: t('keys.take', { tag: current.tag }), group: t('keys.group'), run: () => setTaking(current.track) } : undefined);
  useShortcut(current && channel?.hold !== undefined ? { id: 'live.release', keys: 'r', label: t('keys.release', { tag: current.tag }), group: t('keys.group'), run: () => hold(channel, 'auto') } : undefined);

  return (
    <div className="flex h-full flex-col bg-surface">
      <div ref={scroller} className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto">
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
              flags={flagsOf(strip.track)}
              hearing={hearingOf(strip.track)}
              listening={listened === strip.track}
              solo={solo === strip.track}
              tight={tight}
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
      </div>
      <HiddenAlarms scroller={scroller} strips={strips.filter((strip) => isAlarming(strip, flagsOf(strip.track)))} />
      {strips.slice(0, 9).map((strip, index) => (
        <ChooseKey key={strip.track} keyNumber={index + 1} label={t('keys.choose', { name: strip.autonym ?? t('strip.floor') })} onChoose={() => choose(strip.track)} />
      ))}
    </div>
  );
}

/** One key of 1…9. A component of its own, because their number changes with the room. */
function ChooseKey({ keyNumber, label, onChoose }: { readonly keyNumber: number; readonly label: string; readonly onChoose: () => void }) {
  const { t } = useTranslation('live');
  useShortcut({ id: `live.choose.${keyNumber}`, keys: String(keyNumber), label, group: t('keys.group'), run: onChoose });
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
