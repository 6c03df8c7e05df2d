import { Play, RotateCw, Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppError } from '../../../shared/app-error.ts';
import type { NodeState, NodeView } from '../../../shared/contract/nodes.ts';
import { useConsole } from '../../state/console-state.tsx';
import { useStream } from '../../state/stream-store.ts';
import { useNow } from '../../state/use-now.ts';
import { Badge, type Meaning } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Failure } from '../../ui/error-state.tsx';
import { Figure } from '../../ui/figure.tsx';
import { formatSpan } from '../../ui/format-time.ts';
import { Panel } from '../../ui/panel.tsx';

type Action = 'start' | 'stop' | 'restart';

const meanings: Record<NodeState['kind'], Meaning> = { stopped: 'unknown', starting: 'info', running: 'good', 'backing-off': 'warn', unreachable: 'bad', 'gave-up': 'bad' };

/** One server: how it is, where it listens, and the buttons that start and stop it. */
export function NodePanel({ node }: { readonly node: NodeView }) {
  const { t } = useTranslation('nodes');
  const { client, rooms } = useConsole();
  const liveRooms = useStream(rooms).value?.length ?? 0;
  const [running, setRunning] = useState<Action>();
  const [asking, setAsking] = useState<'stop' | 'restart'>();
  const [failure, setFailure] = useState<AppError>();
  const up = node.state.kind === 'running' || node.state.kind === 'starting' || node.state.kind === 'backing-off';

  async function run(action: Action): Promise<void> {
    setRunning(action);
    setFailure(undefined);
    try {
      await client.nodes[action]({ id: node.id });
    } catch (thrown) {
      setFailure(AppError.from(thrown));
    } finally {
      setRunning(undefined);
    }
  }

  /** With rooms on it, stopping is heard by everybody: then it asks. */
  function request(action: 'stop' | 'restart'): void {
    if (liveRooms > 0) setAsking(action);
    else void run(action);
  }

  return (
    <Panel
      title={
        <span className="flex items-center gap-3">
          {t(`kind.${node.kind}`)}
          <Badge meaning={meanings[node.state.kind]}>{t(`state.${node.state.kind}`)}</Badge>
        </span>
      }
      className="shrink-0"
    >
      <Facts node={node} />
      {node.mode === 'local' && (
        <div className="mt-3 flex flex-wrap gap-2">
          {up ? (
            <>
              <Button busy={running === 'restart'} disabled={running === 'stop'} onClick={() => request('restart')}>
                {running !== 'restart' && <RotateCw aria-hidden />}
                {t(running === 'restart' ? 'action.restarting' : 'action.restart')}
              </Button>
              <Button tone="ghost" busy={running === 'stop'} disabled={running === 'restart'} onClick={() => request('stop')}>
                {running !== 'stop' && <Square aria-hidden />}
                {t(running === 'stop' ? 'action.stopping' : 'action.stop')}
              </Button>
            </>
          ) : (
            <Button tone="primary" busy={running === 'start'} onClick={() => void run('start')}>
              {running !== 'start' && <Play aria-hidden />}
              {t(running === 'start' ? 'action.starting' : 'action.start')}
            </Button>
          )}
        </div>
      )}
      {failure && (
        <div className="mt-3">
          <Failure error={failure} />
        </div>
      )}
      {asking && (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setAsking(undefined)}
          title={t(`ask.${asking}.title`)}
          consequence={t(`ask.${asking}.consequence`, { count: liveRooms })}
          action={t(`ask.${asking}.action`)}
          onConfirm={() => client.nodes[asking]({ id: node.id })}
        />
      )}
    </Panel>
  );
}

function Facts({ node }: { readonly node: NodeView }) {
  const { t } = useTranslation('nodes');
  const nowMs = useNow();
  const { state, health } = node;
  const reason = 'reason' in state ? state.reason : undefined;
  const unknown = <span className="text-muted">–</span>;
  const facts = [
    ['mode', t(`mode.${node.mode}`)],
    ['address', <span key="url" className="break-all">{node.url}</span>],
    ['health', <Health key="health" health={health} />],
    ['running', state.kind === 'running' ? formatSpan(nowMs - state.sinceMs) : unknown],
    ['version', node.version ?? unknown],
    ['ports', node.ports.length === 0 ? unknown : node.ports.map(({ name, port, protocol }) => `${name} ${port}/${protocol.toUpperCase()}`).join(' · ')],
    ['pid', node.pid ?? unknown],
    ['restarts', node.restarts],
  ] as const;
  return (
    <>
      {reason && (
        <p className="mt-0 mb-2 text-bad">
          {reason}
          {state.kind === 'backing-off' && ` ${t('retry', { attempt: state.attempt, left: formatSpan(state.retryAtMs - nowMs) })}`}
        </p>
      )}
      <dl className="m-0 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        {facts.map(([key, value]) => (
          <div key={key} className="contents">
            <dt className="text-muted">{t(`fact.${key}`)}</dt>
            <dd className="m-0 tabular">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Health({ health }: Pick<NodeView, 'health'>) {
  const { t } = useTranslation('nodes');
  if (!health) return <Badge meaning="unknown" look="plain">{t('health.unchecked')}</Badge>;
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <Badge meaning={health.ok ? 'good' : 'bad'} look="plain">
        {health.ok ? t('health.ok') : health.message}
      </Badge>
      {health.latencyMs !== undefined && <Figure value={health.latencyMs} unit="ms" digits={1} />}
    </span>
  );
}
