import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { type FieldError, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { AppError } from '../../../shared/app-error.ts';
import { type NodeView, RemoteNodeConfig } from '../../../shared/contract/nodes.ts';
import { useNumbers } from '../../i18n/use-numbers.ts';
import { adoptRemote, returnToLocal } from './change-node.ts';
import { useConsole } from '../../state/console-state.tsx';
import { type Draft, useDraft } from '../../state/form-draft.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/error-state.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';

const empty: RemoteNodeConfig = { url: '', apiKey: '', apiSecret: '' };
const draft: Draft<RemoteNodeConfig> = { values: undefined };

type Work = 'test' | 'use' | 'local';

/** Another LiveKit than the local one: tried first, used when wanted, left again at any time without live rooms. */
export function RemoteForm({ node }: { readonly node: NodeView }) {
  'use no memo'; // react-hook-form changes its errors in place, which no comparison sees.
  const { t } = useTranslation('nodes');
  const { formatWithUnit } = useNumbers();
  const { client } = useConsole();

  const [working, setWorking] = useState<Work>();
  const [failure, setFailure] = useState<AppError>();
  const [result, setResult] = useState<string>();
  const form = useForm<RemoteNodeConfig>({ resolver: zodResolver(RemoteNodeConfig), defaultValues: draft.values ?? empty, mode: 'onTouched' });
  useDraft(draft, form);
  const { errors } = form.formState;
  const words = (field: keyof RemoteNodeConfig, error: FieldError | undefined): string | undefined =>
    error && (error.type === 'server' ? error.message : t(`remote.${field}.error`));

  async function run(work: Work, call: () => Promise<string>): Promise<void> {
    setWorking(work);
    setFailure(undefined);
    setResult(undefined);
    try {
      setResult(await call());
    } catch (thrown) {
      const error = AppError.from(thrown);
      if (error.code === 'SECRET_TOO_SHORT') form.setError('apiSecret', { type: 'server', message: error.message }, { shouldFocus: true });
      else if (error.code === 'SFU_UNREACHABLE') form.setError('url', { type: 'server', message: error.message }, { shouldFocus: true });
      else setFailure(error);
    } finally {
      setWorking(undefined);
    }
  }

  const test = (config: RemoteNodeConfig): Promise<void> =>
    run('test', async () => {
      const { version, latencyMs } = await client.nodes.testRemote(config);
      return t('remote.works', { version: version ?? t('remote.versionUnknown'), latency: formatWithUnit(latencyMs, 'ms') });
    });
  const adopt = (config: RemoteNodeConfig): Promise<void> =>
    run('use', async () => {
      await adoptRemote(client, config);
      return t('remote.used');
    });
  const back = (): Promise<void> =>
    run('local', async () => {
      await returnToLocal(client);
      return t('remote.local');
    });

  return (
    <form noValidate onSubmit={(event) => void form.handleSubmit(test)(event)} className="flex flex-col gap-2 p-(--pad)">
      {node.mode === 'remote' && (
        <div className="mb-2 flex flex-wrap items-center gap-3 rounded-md border p-3">
          <span className="min-w-0 flex-1 wrap-break-word">{t('remote.inUse', { url: node.url })}</span>
          <Button busy={working === 'local'} onClick={() => void back()}>
            {t('remote.back')}
          </Button>
        </div>
      )}
      <Field label={t('remote.url.label')} hint={t('remote.url.hint')} error={words('url', errors.url)}>
        {(control) => <Input {...control} {...form.register('url')} inputMode="url" autoComplete="off" spellCheck={false} placeholder="wss://media.example.org" />}
      </Field>
      <Field label={t('remote.apiKey.label')} error={words('apiKey', errors.apiKey)}>
        {(control) => <Input {...control} {...form.register('apiKey')} autoComplete="off" spellCheck={false} />}
      </Field>
      <Field label={t('remote.apiSecret.label')} hint={t('remote.apiSecret.hint')} error={words('apiSecret', errors.apiSecret)}>
        {(control) => <Input {...control} {...form.register('apiSecret')} type="password" autoComplete="new-password" />}
      </Field>
      {failure && <Failure error={failure} />}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" busy={working === 'test'}>
          {t(working === 'test' ? 'remote.testing' : 'remote.test')}
        </Button>
        <Button busy={working === 'use'} onClick={() => void form.handleSubmit(adopt)()}>
          {t(working === 'use' ? 'remote.changing' : 'remote.use')}
        </Button>
      </div>
      <output>{result && <Badge meaning="good" look="plain">{result}</Badge>}</output>
    </form>
  );
}
