import { useTranslation } from 'react-i18next';
import type { NodeView } from '../../shared/contract/nodes.ts';
import { useConsole } from '../state/console-state.tsx';
import { useStream } from '../state/stream-store.ts';
import { useScreen } from '../state/use-screen.ts';
import { Badge, type Meaning } from '../ui/badge.tsx';

type Health = readonly [meaning: Meaning, word: string];

const healths: Record<Exclude<NodeView['state']['kind'], 'running'>, Health> = {
  starting: ['warn', 'starting'],
  'backing-off': ['bad', 'restarting'],
  unreachable: ['bad', 'unreachable'],
  'gave-up': ['bad', 'failed'],
  stopped: ['unknown', 'stopped'],
};

/** How a node is, as a meaning and the key of its word under `status.node`. */
function healthOf({ state, health }: NodeView): Health {
  if (state.kind !== 'running') return healths[state.kind];
  if (!health) return ['unknown', 'unchecked'];
  return health.ok ? ['good', 'ok'] : ['warn', 'unhealthy'];
}

const severity: readonly Meaning[] = ['good', 'unknown', 'warn', 'bad'];

/** The worst of all nodes in one word; leads to Nodes. */
export function NodeHealth() {
  const { t } = useTranslation('app');
  const { nodes } = useConsole();
  const [, show] = useScreen();
  const { value } = useStream(nodes);
  const [meaning, word] = (value ?? []).map(healthOf).sort(([a], [b]) => severity.indexOf(b) - severity.indexOf(a))[0] ?? (['unknown', 'none'] as const);
  return (
    <button type="button" onClick={() => show('nodes')} className="flex items-center gap-1.5 rounded-sm hover:underline" title={t('status.toNodes')}>
      <span className="text-muted">{t('status.node.label')}</span>
      <Badge meaning={meaning} look="plain">
        {t(`status.node.${word}`)}
      </Badge>
    </button>
  );
}
