import { useEffect } from 'react';
import type { RoomState } from './room-state.ts';

const CHECK_MS = 1_000;

/** Feeds the meters of `room` while mounted. The frame mounts it, so that a silent or clipping channel is noticed on every screen. */
export function useMeterFeed(room: RoomState | undefined, silenceAlarmSec: number): void {
  useEffect(() => room?.meters.setSilenceAlarm(silenceAlarmSec * 1_000), [room, silenceAlarmSec]);
  useEffect(() => {
    if (!room) return undefined;
    const { levels, meters } = room;
    const unsubscribe = levels.subscribe(() => {
      const view = levels.getSnapshot();
      if (view.status === 'live') meters.take(view.value, performance.now());
    });
    const timer = setInterval(() => meters.check(performance.now()), CHECK_MS);
    return () => {
      clearInterval(timer);
      unsubscribe();
    };
  }, [room]);
}
