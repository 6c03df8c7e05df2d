import { useCallback, useSyncExternalStore } from 'react';
import type { ConnectionHistory } from '../../state/monitor/connection-history.ts';
import { useMonitor } from '../../state/monitor/use-monitor.ts';

/** The connection's last ten minutes; re-renders once a second while the page can be seen, and catches up when it is again. */
export function useVisibleHistory(): ConnectionHistory {
  const { history } = useMonitor();
  const subscribe = useCallback(
    (listener: () => void) => {
      const whenVisible = (): void => {
        if (!document.hidden) listener();
      };
      const stop = history.subscribe(whenVisible);
      document.addEventListener('visibilitychange', whenVisible);
      return () => {
        stop();
        document.removeEventListener('visibilitychange', whenVisible);
      };
    },
    [history],
  );
  return useSyncExternalStore(subscribe, history.getSnapshot);
}
