import { Blocks, KeyRound, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EngineView } from '../../../../shared/contract/engines.ts';
import { engineKind } from '../../../../shared/engine-spec.ts';
import { useConsole } from '../../../state/console-state.tsx';
import { useStream } from '../../../state/stream-store.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { LoadingState } from '../../../ui/loading-state.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { EngineForm } from './engine-form.tsx';

/** The user's own engines: folders with models and servers, in the order in which they are asked. */
export function EnginesPage() {
  const { t } = useTranslation('engines');
  const { engines } = useConsole();
  const view = useStream(engines);
  const [editing, setEditing] = useState<string>();
  const [removing, setRemoving] = useState<EngineView>();
  const list = view.value;
  if (!list) return view.status === 'failed' ? <ErrorState title={t('failed')} error={view.error} onRetry={() => engines.retry()} /> : <LoadingState label={t('loading')} />;
  const taken = list.map(({ spec }) => spec.id);
  const done = (): void => setEditing(undefined);
  return (
    <div className="mx-auto flex max-w-200 flex-col gap-3">
      <p className="m-0 text-muted">{t('what')}</p>
      <Panel
        title={t('title')}
        flush
        actions={
          <Button disabled={editing === ''} onClick={() => setEditing('')}>
            <Plus aria-hidden />
            {t('add')}
          </Button>
        }
      >
        {editing === '' && (
          <div className="border-b bg-raised">
            <EngineForm engine={undefined} taken={taken} onDone={done} />
          </div>
        )}
        {list.length === 0 && editing !== '' && (
          <EmptyState icon={Blocks} title={t('none')}>
            {t('noneHint')}
          </EmptyState>
        )}
        <ol className="m-0 list-none p-0">
          {list.map((engine) => (
            <li key={engine.spec.id} className="border-b last:border-0">
              <EngineLine engine={engine} onEdit={() => setEditing(engine.spec.id)} onRemove={() => setRemoving(engine)} />
              {editing === engine.spec.id && <EngineForm engine={engine} taken={taken} onDone={done} />}
            </li>
          ))}
        </ol>
      </Panel>
      {removing && <RemoveQuestion engine={removing} onClose={() => setRemoving(undefined)} />}
    </div>
  );
}

function EngineLine({ engine: { spec, hasKey }, onEdit, onRemove }: { readonly engine: EngineView; readonly onEdit: () => void; readonly onRemove: () => void }) {
  const { t } = useTranslation('engines');
  return (
    <div className="flex items-center gap-3 px-(--pad) py-2">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-3">
          <span className="font-semibold">{spec.id}</span>
          <span className="text-sm text-muted">
            {t(`kind.${engineKind(spec.type)}`)} · {t(`type.${spec.type}`)}
          </span>
          {hasKey && (
            <span className="inline-flex items-center gap-1 text-sm text-muted">
              <KeyRound aria-hidden className="size-3.5" />
              {t('keyStored')}
            </span>
          )}
        </div>
        <div className="text-sm wrap-anywhere text-muted">
          {spec.type === 'model-folder' ? spec.folder : spec.url} · {spec.languages.length === 0 ? t('everyLanguage') : spec.languages.map((tag) => tag.toUpperCase()).join(', ')}
        </div>
      </div>
      <IconButton label={t('change', { id: spec.id })} onClick={onEdit}>
        <Pencil aria-hidden />
      </IconButton>
      <IconButton label={t('remove.open', { id: spec.id })} onClick={onRemove}>
        <Trash2 aria-hidden />
      </IconButton>
    </div>
  );
}

function RemoveQuestion({ engine: { spec, hasKey }, onClose }: { readonly engine: EngineView; readonly onClose: () => void }) {
  const { t } = useTranslation('engines');
  const { client } = useConsole();
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('remove.title', { id: spec.id })}
      consequence={t(hasKey ? 'remove.consequenceWithKey' : 'remove.consequence')}
      action={t('remove.action')}
      onConfirm={() => client.engines.remove({ id: spec.id })}
    />
  );
}
