import type { ChannelStatus } from '../../shared/live/channel.ts';
import { useConsole, useCurrentRoom } from './console-state.tsx';
import { latestOf, useStream } from './stream-store.ts';

const noChannels = latestOf<readonly ChannelStatus[]>(async function* () {});

/** The channels of the room on show; undefined while there is no room, or before it has told of them. */
export function useCurrentChannels(): readonly ChannelStatus[] | undefined {
  const { room: stateOf } = useConsole();
  const room = useCurrentRoom()?.name;
  return useStream(room === undefined ? noChannels : stateOf(room).channels).value;
}
