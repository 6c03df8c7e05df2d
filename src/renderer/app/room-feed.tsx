import { useEffect } from 'react';
import type { RoomView } from '../../shared/contract/rooms.ts';
import { useConsole, useSettings } from '../state/console-state.tsx';
import { useListeningSync } from '../state/listening.ts';
import { useMonitor } from '../state/monitor/use-monitor.ts';
import { useMemoryFeed } from '../state/use-memory-feed.ts';
import { useMeterFeed } from '../state/use-meter-feed.ts';

/** Keeps ears and meters on the room on show and the memory of processes in mind, whatever the screen. Shows nothing. */
export function RoomFeed({ room }: { readonly room: RoomView | undefined }) {
  const state = useConsole();
  const { settings } = useSettings();
  const monitor = useMonitor();
  const onAir = room?.phase.kind === 'live' || room?.phase.kind === 'reconnecting' ? room.name : undefined;
  useEffect(() => monitor.setRoom(onAir), [monitor, onAir]);
  useListeningSync();
  useMeterFeed(room && state.room(room.name), settings.meters.silenceAlarmSec);
  useMemoryFeed(state);
  return undefined;
}
