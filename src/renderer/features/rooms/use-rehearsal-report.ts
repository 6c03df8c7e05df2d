import { useState } from 'react';
import type { RehearsalView } from '../../../shared/contract/rehearsal.ts';
import type { RehearsalReport } from '../../../shared/rehearsal-report.ts';
import { useConsole } from '../../state/console-state.tsx';
import { useStream } from '../../state/stream-store.ts';

interface ShownReport {
  readonly report: RehearsalReport;
  /** Its rehearsal still runs. */
  readonly interim: boolean;
}

/** The figures of the rehearsal that runs, or of the last one. Those on show stay until there are others: while one stops, and while the next is prepared. */
export function useRehearsalReport(): ShownReport | undefined {
  const { rehearsal } = useConsole();
  const now = useStream(rehearsal).value;
  const [shown, setShown] = useState<ShownReport>();
  const next = now === undefined ? shown : after(now, shown);
  if (next?.report !== shown?.report || next?.interim !== shown?.interim) setShown(next);
  return next;
}

function after(view: RehearsalView, shown: ShownReport | undefined): ShownReport | undefined {
  if (view.kind === 'idle') return view.lastReport && { report: view.lastReport, interim: false };
  if (view.kind === 'running' && view.report) return { report: view.report, interim: true };
  return shown;
}
