import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../state/console-state.tsx';
import { useStream } from '../../state/stream-store.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Figure } from '../../ui/figure.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { byName, type ProcessRow } from './process-rows.ts';
import { type Column, Table } from '../../ui/table.tsx';

/** What the processes of the program use now, those of one name in one row. */
export function ProcessTable() {
  const { t } = useTranslation('nodes');
  const { processes } = useConsole();
  const view = useStream(processes);
  if (!view.value) return view.status === 'failed' ? <ErrorState title={t('process.failed')} error={view.error} onRetry={() => processes.retry()} /> : <LoadingState label={t('process.loading')} />;
  return <Table caption={t('process.title')} rows={byName(view.value)} rowKey={({ name }) => name} columns={columns(t)} />;
}

function columns(t: TFunction<'nodes'>): Array<Column<ProcessRow>> {
  const unknownReason = t('process.unknown');
  return [
    { key: 'name', head: t('process.name'), cell: ({ name }) => name, className: 'whitespace-nowrap' },
    { key: 'pid', head: t('process.pid'), numeric: true, cell: ({ pids }) => (pids.length === 1 ? pids[0] : <span title={pids.join(', ')}>×{'\u2009'}{pids.length}</span>) },
    { key: 'cpu', head: t('process.cpu'), numeric: true, cell: ({ cpuCores }) => <Figure value={cpuCores} unit={t('process.cores')} digits={2} unknownReason={unknownReason} /> },
    { key: 'memory', head: t('process.memory'), numeric: true, cell: ({ residentMb }) => <Figure value={residentMb} unit="MB" unknownReason={unknownReason} /> },
  ];
}
