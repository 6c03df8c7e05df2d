import { useMemo, useSyncExternalStore } from 'react';
import type { NodeLogLine } from '../../../shared/contract/nodes.ts';
import { useConsole } from '../../state/console-state.tsx';
import { createStreamStore, type StreamView } from '../../state/stream-store.ts';
import { appendLog } from './log-filter.ts';

/** The most lines the pane holds; the files in the data folder hold more. */
const HELD_LINES = 2_000;

/** A server that talks a lot must not cost more than this rate of renderings. */
const RENDER_INTERVAL_MS = 100;

/** The newest log lines of all nodes and workers, oldest first; re-renders ten times a second at most. */
export function useLogLines(): { readonly view: StreamView<readonly NodeLogLine[]>; readonly retry: () => void } {
  const { client } = useConsole();
  const { store, subscribe } = useMemo(() => {
    const store = createStreamStore<NodeLogLine, readonly NodeLogLine[]>({
      open: (signal) => client.nodes.logs(undefined, { signal }),
      fold: (last = [], line) => appendLog(last, line, HELD_LINES),
    });
    const subscribe = (listener: () => void): (() => void) => {
      let waiting: ReturnType<typeof setTimeout> | undefined;
      const stop = store.subscribe(() => {
        waiting ??= setTimeout(() => {
          waiting = undefined;
          listener();
        }, RENDER_INTERVAL_MS);
      });
      return () => {
        clearTimeout(waiting);
        stop();
      };
    };
    return { store, subscribe };
  }, [client]);
  return { view: useSyncExternalStore(subscribe, store.getSnapshot), retry: store.retry };
}
