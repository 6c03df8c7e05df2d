import { useMemo } from 'react';
import type { RoomView } from '../../../shared/contract/rooms.ts';
import { FLOOR_TRACK } from '../../../shared/tracks.ts';
import { useConsole } from '../../state/console-state.tsx';
import { useStream } from '../../state/stream-store.ts';
import { useUi } from '../../state/ui-state.ts';
import { type StripModel, stripsOf } from './strip-model.ts';

/** The strip the operator has chosen, the floor's when there is no such channel in the room. */
export function useChosenStrip(room: RoomView): StripModel {
  const { channels } = useConsole().room(room.name);
  const views = useStream(channels).value;
  const chosen = useUi((ui) => ui.track);
  return useMemo(() => {
    const strips = stripsOf(room.floorLanguage, room.languages, views ?? []);
    const found = strips.find(({ track }) => track === chosen) ?? strips.find(({ track }) => track === FLOOR_TRACK);
    if (!found) throw new Error('a room without a floor');
    return found;
  }, [room.floorLanguage, room.languages, views, chosen]);
}
