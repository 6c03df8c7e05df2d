import { useEffect } from 'react';
import type { ConsoleState } from './console-state.tsx';

/** Fills the memory history while mounted. The frame mounts it, so that Nodes has a curve when it is opened. */
export function useMemoryFeed({ processes, memory }: Pick<ConsoleState, 'processes' | 'memory'>): void {
  useEffect(
    () =>
      processes.subscribe(() => {
        const view = processes.getSnapshot();
        if (view.status === 'live') memory.take(view.value, Date.now());
      }),
    [processes, memory],
  );
}
