import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../state/console-state.tsx';
import { useStream } from '../../state/stream-store.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Figure } from '../../ui/figure.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import type { MemoryHistory } from '../../state/memory-history.ts';
import { useNumbers } from '../../i18n/use-numbers.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import { processRows, type ProcessRow } from './process-rows.ts';
import { type Column, Table } from '../../ui/table.tsx';

/** What each process of the program uses now, for which room it works, and how its memory has gone. */
export function ProcessTable() {
  const { t } = useTranslation('nodes');
  const { processes, memory, rooms } = useConsole();
  const view = useStream(processes);
  const rehearsed = useStream(rooms).value?.find(({ rehearsal }) => rehearsal)?.name;
  if (!view.value) return view.status === 'failed' ? <ErrorState title={t('process.failed')} error={view.error} onRetry={() => processes.retry()} /> : <LoadingState label={t('process.loading')} />;
  return <Table caption={t('process.title')} rows={processRows(view.value)} rowKey={({ key }) => key} columns={columns(t, memory, rehearsed)} />;
}

function columns(t: TFunction<'nodes'>, memory: MemoryHistory, rehearsed: string | undefined): Array<Column<ProcessRow>> {
  const unknownReason = t('process.unknown');
  return [
    { key: 'name', head: t('process.name'), cell: ({ name, pids, room }) => <Name name={name} pids={pids} pidWord={t('process.pid')} room={room !== undefined && room === rehearsed ? t('path.rehearsal') : room} />, className: 'whitespace-nowrap' },
    { key: 'cpu', head: t('process.cpu'), numeric: true, cell: ({ cpuCores }) => <Figure value={cpuCores} unit={t('process.cores')} digits={2} unknownReason={unknownReason} /> },
    {
      key: 'memory',
      head: t('process.memory'),
      numeric: true,
      cell: ({ residentMb, growthMbPerHour }) => (
        <>
          <Figure value={residentMb} unit="MB" unknownReason={unknownReason} />
          <Growth mbPerHour={growthMbPerHour} />
        </>
      ),
    },
    { key: 'trend', head: t('process.trend'), numeric: true, cell: ({ key }) => <Sparkline points={memory.of(key).map(({ atMs, residentMb }) => ({ at: atMs, value: residentMb }))} /> },
  ];
}

interface NameProps {
  readonly name: string;
  readonly pids: readonly number[];
  readonly pidWord: string;
  /** As people call it. */
  readonly room: string | undefined;
}

function Name({ name, pids, pidWord, room }: NameProps) {
  return (
    <span title={`${pidWord} ${pids.join(', ')}`}>
      {name}
      {pids.length > 1 && (
        <span className="text-muted tabular">
          {' '}
          ×{'\u2009'}
          {pids.length}
        </span>
      )}
      {room !== undefined && (
        <span className="block max-w-32 truncate text-sm text-muted" title={room}>
          {' '}
          {room}
        </span>
      )}
    </span>
  );
}

/** How fast it grows, signed; nothing while that is not known, because for a quarter of an hour it is not. */
function Growth({ mbPerHour }: { readonly mbPerHour: number | undefined }) {
  const { t } = useTranslation('nodes');
  const { formatWithUnit } = useNumbers();
  return (
    <span className="block text-sm whitespace-nowrap text-muted" title={t('process.growthHint')}>
      {mbPerHour === undefined ? t('process.growthUnknown') : `${mbPerHour >= 0 ? '+' : ''}${formatWithUnit(mbPerHour, 'MB/h')}`}
    </span>
  );
}
