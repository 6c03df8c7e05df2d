import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { AppError } from '../../../shared/app-error.ts';
import { LocalNodeConfig, type NodeView } from '../../../shared/contract/nodes.ts';
import { useConsole } from '../../state/console-state.tsx';
import { useStream } from '../../state/stream-store.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Failure } from '../../ui/error-state.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';

/** Ports of the local server. It restarts with them, and keeps the old ones when a new one is taken. */
export function LocalForm({ node }: { readonly node: NodeView }) {
  'use no memo'; // react-hook-form changes its errors in place, which no comparison sees.
  const { t } = useTranslation('nodes');
  const { client, rooms } = useConsole();
  const liveRooms = useStream(rooms).value?.length ?? 0;
  const [asking, setAsking] = useState<LocalNodeConfig>();
  const [failure, setFailure] = useState<AppError>();
  const [done, setDone] = useState(false);
  const form = useForm<LocalNodeConfig>({
    resolver: zodResolver(LocalNodeConfig),
    defaultValues: { httpPort: portOf(node, 'tcp'), rtcPort: portOf(node, 'udp') },
    mode: 'onTouched',
  });
  const { errors, isSubmitting } = form.formState;

  async function apply(config: LocalNodeConfig): Promise<void> {
    setFailure(undefined);
    setDone(false);
    try {
      await client.nodes.configureLocal(config);
      form.reset(config);
      setDone(true);
    } catch (thrown) {
      const error = AppError.from(thrown);
      const taken = error.details?.['port'];
      const field = taken === config.httpPort ? 'httpPort' : taken === config.rtcPort ? 'rtcPort' : undefined;
      if (error.code === 'PORT_TAKEN' && field) form.setError(field, { type: 'server', message: error.message }, { shouldFocus: true });
      else setFailure(error);
    }
  }

  async function submit(config: LocalNodeConfig): Promise<void> {
    if (liveRooms > 0) setAsking(config);
    else await apply(config);
  }

  const words = (field: 'httpPort' | 'rtcPort'): string | undefined => errors[field] && (errors[field].type === 'server' ? errors[field].message : t('local.portRange'));
  return (
    <form noValidate onSubmit={(event) => void form.handleSubmit(submit)(event)} className="flex flex-col gap-2 p-(--pad)">
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('local.httpPort')} hint={t('local.httpPortHint')} error={words('httpPort')}>
          {(control) => <Input {...control} {...form.register('httpPort', { valueAsNumber: true })} inputMode="numeric" className="tabular" />}
        </Field>
        <Field label={t('local.rtcPort')} hint={t('local.rtcPortHint')} error={words('rtcPort')}>
          {(control) => <Input {...control} {...form.register('rtcPort', { valueAsNumber: true })} inputMode="numeric" className="tabular" />}
        </Field>
      </div>
      {failure && <Failure error={failure} />}
      <div className="flex items-center gap-3">
        <Button type="submit" busy={isSubmitting}>
          {t(isSubmitting ? 'local.working' : 'local.action')}
        </Button>
        <output className="text-good">{done && t('local.done')}</output>
      </div>
      {asking && (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setAsking(undefined)}
          title={t('ask.restart.title')}
          consequence={t('ask.restart.consequence', { count: liveRooms })}
          action={t('local.action')}
          onConfirm={() => apply(asking)}
        />
      )}
    </form>
  );
}

function portOf(node: NodeView, protocol: 'tcp' | 'udp'): number {
  return node.ports.find((port) => port.protocol === protocol)?.port ?? 7880;
}
