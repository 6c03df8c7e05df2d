import { createContext, type ReactNode, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import type { EngineView } from '../../shared/contract/engines.ts';
import type { NodeView } from '../../shared/contract/nodes.ts';
import type { RehearsalView } from '../../shared/contract/rehearsal.ts';
import type { RoomView } from '../../shared/contract/rooms.ts';
import { Settings, type SettingsPatch } from '../../shared/contract/settings.ts';
import type { Notice } from '../../shared/contract/system.ts';
import type { ProcessUsage } from '../../shared/live/stats.ts';
import type { Client, ConnectionState, ConnectionStore } from './client/index.ts';
import { MemoryHistory } from './memory-history.ts';
import type { WayOut } from './monitor/way-out.ts';
import { createRoomState, type RoomState } from './room-state.ts';
import { createStreamStore, latestOf, type StreamStore, useStream } from './stream-store.ts';
import { useUi } from './ui-state.ts';

/** Everything the console knows of its host, each stream opened once and shared by all screens. */
export interface ConsoleState {
  readonly client: Client;
  readonly connection: ConnectionStore;
  readonly settings: StreamStore<Settings>;
  readonly rooms: StreamStore<readonly RoomView[]>;
  readonly nodes: StreamStore<readonly NodeView[]>;
  /** The user's own engines, in the order in which they are asked. */
  readonly engines: StreamStore<readonly EngineView[]>;
  readonly rehearsal: StreamStore<RehearsalView>;
  /** The newest 100 notices, oldest first. */
  readonly notices: StreamStore<readonly Notice[]>;
  readonly processes: StreamStore<readonly ProcessUsage[]>;
  /** What {@link processes} told since the window was opened. */
  readonly memory: MemoryHistory;
  /** The streams of one room; the same object as long as the room is the newest asked for. */
  readonly room: (name: string) => RoomState;
}

const NOTICES = 100;

/** Makes the state over one connection. Nothing is opened before something on screen asks for it. `wayOut`: how long audio of a room is on its way to this console. */
export function createConsoleState(client: Client, connection: ConnectionStore, wayOut: (room: string) => WayOut): ConsoleState {
  let newest: RoomState | undefined;
  return {
    client,
    connection,
    settings: latestOf((signal) => client.settings.watch(undefined, { signal })),
    rooms: latestOf<readonly RoomView[]>((signal) => client.rooms.watch(undefined, { signal })),
    nodes: latestOf<readonly NodeView[]>((signal) => client.nodes.watch(undefined, { signal })),
    engines: latestOf<readonly EngineView[]>((signal) => client.engines.list(undefined, { signal })),
    rehearsal: latestOf((signal) => client.rehearsal.watch(undefined, { signal })),
    notices: createStreamStore<Notice, readonly Notice[]>({
      open: (signal) => client.system.notices(undefined, { signal }),
      // A stream that was opened again begins with notices already known.
      fold: (last = [], notice) => (last.some(({ id }) => id === notice.id) ? last : [...last, notice].slice(-NOTICES)),
    }),
    processes: latestOf<readonly ProcessUsage[]>((signal) => client.system.processes(undefined, { signal })),
    memory: new MemoryHistory(),
    room(name) {
      if (newest?.name !== name) newest = createRoomState(client, name, () => wayOut(name));
      return newest;
    },
  };
}

const Context = createContext<ConsoleState | undefined>(undefined);

/** Around the whole console, once. */
export function ConsoleProvider({ state, children }: { readonly state: ConsoleState; readonly children: ReactNode }) {
  return <Context value={state}>{children}</Context>;
}

/** The state of the console this component belongs to. */
export function useConsole(): ConsoleState {
  const state = useContext(Context);
  if (!state) throw new Error('useConsole is used outside ConsoleProvider');
  return state;
}

/** How the connection to the host stands. */
export function useConnection(): ConnectionState {
  const { connection } = useConsole();
  return useSyncExternalStore(
    useCallback((listener) => connection.subscribe(listener), [connection]),
    () => connection.getSnapshot(),
  );
}

const defaults = Settings.parse({});

/** The user's settings (the defaults until they arrived) and a way to change some of them. */
export function useSettings(): { readonly settings: Settings; readonly known: boolean; readonly update: (patch: SettingsPatch) => Promise<Settings> } {
  const { client, settings } = useConsole();
  const { value } = useStream(settings);
  const update = useCallback((patch: SettingsPatch) => client.settings.update(patch), [client]);
  return { settings: value ?? defaults, known: value !== undefined, update };
}

/** The room on show: the one chosen, else the rehearsal, else the oldest; undefined when there is none or it is not known yet. */
export function useCurrentRoom(): RoomView | undefined {
  const { rooms } = useConsole();
  const chosen = useUi((ui) => ui.room);
  const { value } = useStream(rooms);
  return useMemo(() => value?.find(({ name }) => name === chosen) ?? value?.find(({ rehearsal }) => rehearsal) ?? value?.[0], [value, chosen]);
}
