import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Client } from '../client/index.ts';
import type { ConnectionHistory } from './connection-history.ts';
import { Monitor, type MonitorView } from './monitor.ts';
import type { ConnectionSample } from './stats-delta.ts';

/** The console's own ears, with tokens from `client`. One for the whole console. */
export function createMonitor(client: Client): Monitor {
  return new Monitor((name, signal) => client.rooms.monitor({ name }, { signal }));
}

/** Provided once by the frame, which also tells it the selected room. */
export const MonitorContext = createContext<Monitor | undefined>(undefined);

/** The console's one monitor, for its commands (`listen`, `setVolume`, `resume`). */
export function useMonitor(): Monitor {
  const monitor = useContext(MonitorContext);
  if (!monitor) throw new Error('useMonitor needs a MonitorContext above it');
  return monitor;
}

/** Connection, what is heard, and the volume; re-renders when one of them changes. */
export function useMonitorView(): MonitorView {
  const monitor = useMonitor();
  return useSyncExternalStore(monitor.subscribe, monitor.getSnapshot);
}

/** The last ten minutes; re-renders once a second. */
export function useConnectionHistory(): ConnectionHistory {
  const { history } = useMonitor();
  return useSyncExternalStore(history.subscribe, history.getSnapshot);
}

/** The newest second, `undefined` before the first; re-renders once a second. */
export function useConnectionSample(): ConnectionSample | undefined {
  return useConnectionHistory().samples.at(-1);
}
