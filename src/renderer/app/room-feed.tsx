import { useEffect } from 'react';
import type { RoomView } from '../../shared/contract/rooms.ts';
import { useConsole, useSettings } from '../state/console-state.tsx';
import { useListeningSync } from '../state/listening.ts';
import { useMonitor } from '../state/monitor/use-monitor.ts';
import { useMeterFeed } from '../state/use-meter-feed.ts';

/** Keeps ears and meters on the room on show, whatever the screen. Shows nothing. */
export function RoomFeed({ room }: { readonly room: RoomView | undefined }) {
  const { room: stateOf } = useConsole();
  const { settings } = useSettings();
  const monitor = useMonitor();
  const onAir = room?.phase.kind === 'live' || room?.phase.kind === 'reconnecting' ? room.name : undefined;
  useEffect(() => monitor.setRoom(onAir), [monitor, onAir]);
  useListeningSync();
  useMeterFeed(room && stateOf(room.name), settings.meters.silenceAlarmSec);
  return undefined;
}
