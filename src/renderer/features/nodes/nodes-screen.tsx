import { Server } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../state/console-state.tsx';
import { useStream } from '../../state/stream-store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { LocalForm } from './local-form.tsx';
import { LogPane } from './log-pane.tsx';
import { NodePanel } from './node-panel.tsx';
import { ProcessTable } from './process-table.tsx';
import { RemoteForm } from './remote-form.tsx';
import { RoomPaths } from './room-path.tsx';

/** The servers and processes behind the console: how they are, what they use, what they say. */
export function NodesScreen() {
  const { t } = useTranslation('nodes');
  const { nodes } = useConsole();
  const view = useStream(nodes);
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      {view.value ? (
        <Nodes />
      ) : view.status === 'failed' ? (
        <ErrorState title={t('failed')} error={view.error} onRetry={() => nodes.retry()} />
      ) : (
        <LoadingState label={t('loading')} />
      )}
    </>
  );
}

function Nodes() {
  const { t } = useTranslation('nodes');
  const { nodes } = useConsole();
  const [tab, setTab] = useState('processes');
  const all = useStream(nodes).value ?? [];
  const sfu = all.find(({ kind }) => kind === 'livekit');
  return (
    <div className="grid h-full grid-cols-[424px_minmax(0,1fr)] gap-3 p-(--pad) xl:grid-cols-[460px_minmax(0,1fr)]">
      <div className="flex min-h-0 flex-col gap-3 overflow-auto">
        {all.length === 0 && (
          <EmptyState icon={Server} title={t('empty.title')}>
            {t('empty.next')}
          </EmptyState>
        )}
        {all.map((node) => (
          <NodePanel key={node.id} node={node} />
        ))}
        <section aria-label={t('more')} className="min-h-60 flex-1 overflow-auto rounded-lg border bg-surface">
          <Tabs
            label={t('more')}
            value={tab}
            onValueChange={setTab}
            className="h-full"
            tabs={[
              { value: 'processes', label: t('tab.processes'), content: <Processes /> },
              ...(sfu?.mode === 'local' ? [{ value: 'local', label: t('tab.local'), content: <LocalForm node={sfu} /> }] : []),
              ...(sfu ? [{ value: 'remote', label: t('tab.remote'), content: <RemoteForm node={sfu} /> }] : []),
            ]}
          />
        </section>
      </div>
      <LogPane />
    </div>
  );
}

/** What the live path says of itself, and what all of it costs. */
function Processes() {
  return (
    <>
      <RoomPaths />
      <ProcessTable />
    </>
  );
}
