import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ProcessUsage } from '../../../shared/live/stats.ts';
import { useConsole } from '../../state/console-state.tsx';
import { useStream } from '../../state/stream-store.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Figure } from '../../ui/figure.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { type Column, Table } from '../../ui/table.tsx';

/** What every process of the program uses now. */
export function ProcessTable() {
  const { t } = useTranslation('nodes');
  const { processes } = useConsole();
  const view = useStream(processes);
  if (!view.value) return view.status === 'failed' ? <ErrorState title={t('process.failed')} error={view.error} onRetry={() => processes.retry()} /> : <LoadingState label={t('process.loading')} />;
  return <Table caption={t('process.title')} rows={view.value} rowKey={({ pid }) => String(pid)} columns={columns(t)} />;
}

function columns(t: TFunction<'nodes'>): Array<Column<ProcessUsage>> {
  const unknownReason = t('process.unknown');
  return [
    { key: 'name', head: t('process.name'), cell: ({ name }) => name },
    { key: 'pid', head: t('process.pid'), numeric: true, cell: ({ pid }) => pid },
    { key: 'cpu', head: t('process.cpu'), numeric: true, cell: ({ cpuCores }) => <Figure value={cpuCores} unit={t('process.cores')} digits={2} unknownReason={unknownReason} /> },
    { key: 'memory', head: t('process.memory'), numeric: true, cell: ({ residentMb }) => <Figure value={residentMb} unit="MB" unknownReason={unknownReason} /> },
  ];
}
