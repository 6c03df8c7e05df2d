import { useMemo } from 'react';
import type { NodeLogLine } from '../../../shared/contract/nodes.ts';
import { useConsole } from '../../state/console-state.tsx';
import { createStreamStore, type StreamView, useStream } from '../../state/stream-store.ts';
import { appendLog } from './log-filter.ts';

/** The most lines the pane holds; the files in the data folder hold more. */
const HELD_LINES = 2_000;

/** A server that talks a lot must not cost more than this rate of renderings. */
const RENDER_INTERVAL_MS = 100;

/** The newest log lines of all nodes and workers, oldest first; re-renders ten times a second at most. */
export function useLogLines(): { readonly view: StreamView<readonly NodeLogLine[]>; readonly retry: () => void } {
  const { client } = useConsole();
  const store = useMemo(
    () =>
      createStreamStore<NodeLogLine, readonly NodeLogLine[]>({
        open: (signal) => client.nodes.logs(undefined, { signal }),
        fold: (last = [], line) => appendLog(last, line, HELD_LINES),
        tellEveryMs: RENDER_INTERVAL_MS,
      }),
    [client],
  );
  return { view: useStream(store), retry: store.retry };
}
