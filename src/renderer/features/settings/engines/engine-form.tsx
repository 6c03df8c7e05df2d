import { useState } from 'react';
import { type FieldErrors, useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { AppError } from '../../../../shared/app-error.ts';
import type { EngineEntry, EngineView } from '../../../../shared/contract/engines.ts';
import { useConsole } from '../../../state/console-state.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Failure } from '../../../ui/error-state.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { emptyEngine, ENGINE_FIELDS, ENGINE_TYPES, type EngineInput, inputOf, parseEngine } from './engine-input.ts';

type Outcome = { readonly kind: 'tested'; readonly ok: boolean; readonly message: string } | { readonly kind: 'failed'; readonly error: AppError };

export interface EngineFormProps {
  /** The engine that is changed; undefined: a new one. */
  readonly engine: EngineView | undefined;
  /** Names that are given. */
  readonly taken: readonly string[];
  readonly onDone: () => void;
}

/** Sets up one engine: what it is, where it is, what it serves, and its key, which goes to the host and never comes back. */
export function EngineForm({ engine, taken, onDone }: EngineFormProps) {
  'use no memo'; // react-hook-form changes its errors in place, which no comparison sees.
  const { t } = useTranslation('engines');
  const { client } = useConsole();
  const [busy, setBusy] = useState<'test' | 'save'>();
  const [outcome, setOutcome] = useState<Outcome>();
  const [forgetKey, setForgetKey] = useState(false);
  const form = useForm<EngineInput>({
    defaultValues: engine ? inputOf(engine) : emptyEngine,
    mode: 'onTouched',
    resolver: (values) => {
      const result = parseEngine(values);
      if ('spec' in result) {
        const again = engine === undefined && taken.includes(result.spec.id);
        return again ? { values: {}, errors: { id: { type: 'idTaken', message: '' } } } : { values, errors: {} };
      }
      const errors: FieldErrors<EngineInput> = Object.fromEntries(Object.entries(result.problems).map(([field, { kind, message }]) => [field, { type: kind, message }]));
      return { values: {}, errors };
    },
  });
  const { errors } = form.formState;
  const type = useWatch({ control: form.control, name: 'type' });
  const [url, allowPlainHttp, followsSpeed] = useWatch({ control: form.control, name: ['url', 'allowPlainHttp', 'followsSpeed'] });
  const fields = ENGINE_FIELDS[type];
  const wrong = (field: keyof EngineInput): string | undefined => errors[field] && t(`form.problem.${errors[field].type}`, { defaultValue: errors[field].message ?? '' });

  function entryOf(input: EngineInput): EngineEntry | undefined {
    const result = parseEngine(input);
    if (!('spec' in result)) return undefined;
    const key = forgetKey ? '' : input.key.trim();
    return { spec: result.spec, ...((key !== '' || forgetKey) && { key }) };
  }

  async function run(what: 'test' | 'save', input: EngineInput): Promise<void> {
    const entry = entryOf(input);
    if (!entry) return;
    setBusy(what);
    setOutcome(undefined);
    try {
      if (what === 'test') return setOutcome({ kind: 'tested', ...(await client.engines.test(entry)) });
      await client.engines.save(entry);
      onDone();
    } catch (thrown) {
      setOutcome({ kind: 'failed', error: AppError.from(thrown) });
    } finally {
      setBusy(undefined);
    }
  }

  return (
    <form
      noValidate
      aria-label={engine ? t('form.change', { id: engine.spec.id }) : t('form.add')}
      onSubmit={(event) => {
        event.preventDefault();
        void form.handleSubmit((input) => run('save', input))();
      }}
      className="flex flex-col gap-2 p-(--pad)"
    >
      <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
        <Field label={t('form.type')} hint={t(`typeHint.${type}`)}>
          {(control) => <Select {...control} {...form.register('type')} disabled={engine !== undefined} options={ENGINE_TYPES.map((value) => ({ value, label: t(`type.${value}`) }))} />}
        </Field>
        <Field label={t('form.id')} hint={t('form.idHint')} error={wrong('id')}>
          {(control) => <Input {...control} {...form.register('id')} readOnly={engine !== undefined} autoComplete="off" spellCheck={false} />}
        </Field>
        {(['folder', 'url', 'model', 'voice', 'languages'] as const)
          .filter((field) => fields.includes(field))
          .map((field) => (
            <Field key={field} label={t(`form.${field}`)} hint={t(field === 'languages' && type === 'model-folder' ? 'form.languagesOfModel' : `form.${field}Hint`)} error={wrong(field)}>
              {(control) => <Input {...control} {...form.register(field)} autoComplete="off" spellCheck={false} />}
            </Field>
          ))}
        {fields.includes('key') && (
          <Field label={t('form.key')} hint={t(engine?.hasKey ? 'form.keyStored' : 'form.keyHint')}>
            {(control) => <Input {...control} {...form.register('key')} type="password" autoComplete="new-password" disabled={forgetKey} placeholder={engine?.hasKey ? '••••••••' : ''} />}
          </Field>
        )}
      </div>
      {fields.includes('key') && engine?.hasKey && (
        <Checkbox checked={forgetKey} onCheckedChange={setForgetKey}>
          {t('form.forgetKey')}
        </Checkbox>
      )}
      {fields.includes('url') && /^http:/i.test(url.trim()) && (
        <Checkbox checked={allowPlainHttp} onCheckedChange={(on) => form.setValue('allowPlainHttp', on, { shouldValidate: true })}>
          {t('form.allowPlainHttp')}
        </Checkbox>
      )}
      {fields.includes('followsSpeed') && (
        <Checkbox checked={followsSpeed} onCheckedChange={(on) => form.setValue('followsSpeed', on)}>
          {t('form.followsSpeed')}
        </Checkbox>
      )}
      <output className="block">
        {outcome?.kind === 'tested' && (
          <span className="flex items-start gap-2">
            <Badge meaning={outcome.ok ? 'good' : 'bad'}>{t(outcome.ok ? 'form.works' : 'form.worksNot')}</Badge>
            <span className="min-w-0 wrap-break-word">{outcome.message}</span>
          </span>
        )}
      </output>
      {outcome?.kind === 'failed' && <Failure error={outcome.error} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="primary" busy={busy === 'save'} disabled={busy === 'test'}>
          {t(busy === 'save' ? 'form.saving' : 'form.save')}
        </Button>
        <Button busy={busy === 'test'} disabled={busy === 'save'} onClick={() => void form.handleSubmit((input) => run('test', input))()}>
          {t(busy === 'test' ? 'form.testing' : 'form.test')}
        </Button>
        <Button tone="ghost" onClick={onDone}>
          {t('form.cancel')}
        </Button>
      </div>
    </form>
  );
}
