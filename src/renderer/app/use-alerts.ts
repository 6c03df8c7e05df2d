import { useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeView } from '../../shared/contract/nodes.ts';
import type { RoomView } from '../../shared/contract/rooms.ts';
import type { ChannelStatus } from '../../shared/live/channel.ts';
import { languageOfChannelTrack } from '../../shared/tracks.ts';
import { useConnection, useConsole, useCurrentRoom } from '../state/console-state.tsx';
import type { MeterFlags } from '../state/meter-model.ts';
import { useStream } from '../state/stream-store.ts';
import type { ScreenName } from '../state/ui-state.ts';
import { useCurrentChannels } from '../state/use-current-channels.ts';

/** Something wrong now, as opposed to a notice of something that happened. */
export interface Alert {
  readonly id: string;
  readonly level: 'warn' | 'bad';
  /** In words: what is wrong. */
  readonly text: string;
  /** Where to look. */
  readonly screen: ScreenName;
}

type Translate = (key: string, options?: Record<string, unknown>) => string;

const calm: ReadonlyMap<string, MeterFlags> = new Map();
const noFlags = (): ReadonlyMap<string, MeterFlags> => calm;
const neverChanges = () => (): void => undefined;

/** What is wrong now, worst first; empty when all is well. */
export function useAlerts(): readonly Alert[] {
  const { t } = useTranslation('app');
  const { nodes, rooms, rehearsal, room: stateOf } = useConsole();
  const nodeViews = useStream(nodes).value;
  const roomViews = useStream(rooms).value;
  const rehearsalView = useStream(rehearsal).value;
  const connection = useConnection();
  const current = useCurrentRoom()?.name;
  const room = current === undefined ? undefined : stateOf(current);
  const channelViews = useCurrentChannels();
  const flags = useSyncExternalStore(room?.meters.subscribe ?? neverChanges, room?.meters.getFlags ?? noFlags);
  return useMemo(() => {
    const translate: Translate = (key, options) => t(key, options ?? {});
    const alerts: Alert[] = [...nodeAlerts(nodeViews ?? [], translate), ...roomAlerts(roomViews ?? [], translate), ...channelAlerts(channelViews ?? [], flags, translate)];
    if (rehearsalView?.kind === 'failed') alerts.push({ id: 'rehearsal', level: 'bad', text: rehearsalView.message, screen: 'live' });
    if (connection.kind === 'reconnecting') alerts.push({ id: 'connection', level: 'bad', text: t('connection.lost'), screen: 'network' });
    return alerts.sort((a, b) => Number(b.level === 'bad') - Number(a.level === 'bad'));
  }, [nodeViews, roomViews, rehearsalView, connection.kind, channelViews, flags, t]);
}

function nodeAlerts(nodes: readonly NodeView[], t: Translate): Alert[] {
  return nodes.flatMap(({ id, state, health }): Alert[] => {
    const alert = (level: Alert['level'], text: string): Alert[] => [{ id: `node:${id}`, level, text, screen: 'nodes' }];
    if (state.kind === 'gave-up' || state.kind === 'unreachable') return alert('bad', t(`alerts.node.${state.kind}`, { id, reason: state.reason }));
    if (state.kind === 'backing-off') return alert('bad', t('alerts.node.backing-off', { id, reason: state.reason, attempt: state.attempt }));
    if (state.kind === 'running' && health && !health.ok) return alert('warn', t('alerts.node.unhealthy', { id, reason: health.message }));
    return [];
  });
}

function roomAlerts(rooms: readonly RoomView[], t: Translate): Alert[] {
  return rooms.flatMap(({ name, phase }): Alert[] =>
    phase.kind === 'reconnecting' ? [{ id: `room:${name}`, level: 'bad', text: t('alerts.room.reconnecting', { name, reason: phase.reason }), screen: 'rooms' }] : [],
  );
}

function channelAlerts(channels: readonly ChannelStatus[], flags: ReadonlyMap<string, MeterFlags>, t: Translate): Alert[] {
  const down = channels.filter(({ reason }) => reason === 'engines-down').map(({ language }) => language.toUpperCase());
  const silent = [...flags].filter(([, flag]) => flag.silentSinceMs !== undefined).map(([track]) => languageOfChannelTrack(track)?.toUpperCase() ?? t('floor'));
  const clipped = [...flags].filter(([, flag]) => flag.clipped).map(([track]) => languageOfChannelTrack(track)?.toUpperCase() ?? t('floor'));
  const alert = (id: string, level: Alert['level'], tracks: readonly string[]): Alert[] =>
    tracks.length === 0 ? [] : [{ id: `channel:${id}`, level, text: t(`alerts.channel.${id}`, { tracks: tracks.join(', ') }), screen: 'live' }];
  return [...alert('engines-down', 'bad', down), ...alert('silent', 'bad', silent), ...alert('clipped', 'warn', clipped)];
}
