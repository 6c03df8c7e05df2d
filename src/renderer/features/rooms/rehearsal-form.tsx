import { zodResolver } from '@hookform/resolvers/zod';
import { type ReactNode, useState } from 'react';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { AppError } from '../../../shared/app-error.ts';
import { INTERPRETER_SECONDS_MIN, interpreterLanguage, RehearsalRequest } from '../../../shared/contract/rehearsal.ts';
import { languageName } from '../../../shared/language.ts';
import { useConsole, useSettings } from '../../state/console-state.tsx';
import { useUi } from '../../state/ui-state.ts';
import { useScreen } from '../../state/use-screen.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/error-state.tsx';
import { Field } from '../../ui/field.tsx';
import { FormPane } from '../../ui/form-pane.tsx';
import { Input, TextArea } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import { type Draft, useDraft } from '../../state/form-draft.ts';
import { LanguagePicker } from './language-picker.tsx';
import { scriptProblem } from './script-problem.ts';

/** What is typed: `seconds` stays text until it is sent, so that half a number is never lost. */
const RehearsalInput = z
  .object({ languages: RehearsalRequest.shape.languages, script: z.enum(['bundled', 'own']), ownScript: z.string(), seconds: z.string().trim(), interpreter: z.string() })
  .superRefine((input, context) => {
    const seconds = RehearsalRequest.shape.seconds.safeParse(input.seconds === '' ? undefined : Number(input.seconds));
    const short = input.interpreter !== '' && input.seconds !== '' && Number(input.seconds) < INTERPRETER_SECONDS_MIN;
    if (short || (input.interpreter !== '' && !input.languages.includes(input.interpreter))) context.addIssue({ code: 'custom', path: ['interpreter'], message: 'interpreter' });
    if (!seconds.success) context.addIssue({ code: 'custom', path: ['seconds'], message: 'seconds' });
    if (input.script === 'own' && scriptProblem(input.ownScript)) context.addIssue({ code: 'custom', path: ['ownScript'], message: 'script' });
  });
type RehearsalInput = z.output<typeof RehearsalInput>;

const draft: Draft<RehearsalInput> = { values: undefined };

/** Launches a rehearsal: the bundled script or the operator's own, for a time or until stopped. `children` scroll below the fields. */
export function RehearsalForm({ children }: { readonly children?: ReactNode }) {
  'use no memo'; // react-hook-form changes its errors in place, which no comparison sees.
  const { t } = useTranslation('rooms');
  const { client } = useConsole();
  const { settings } = useSettings();
  const [, show] = useScreen();
  const [failure, setFailure] = useState<AppError>();
  const form = useForm<RehearsalInput>({
    resolver: zodResolver(RehearsalInput),
    defaultValues: draft.values ?? { languages: settings.rehearsal.languages, script: 'bundled', ownScript: '', seconds: '', interpreter: '' },
    mode: 'onTouched',
  });
  useDraft(draft, form);
  const { errors, isSubmitting } = form.formState;
  const [script, ownScript, languages] = useWatch({ control: form.control, name: ['script', 'ownScript', 'languages'] });
  const problem = script === 'own' ? scriptProblem(ownScript) : undefined;

  async function start(input: RehearsalInput): Promise<void> {
    setFailure(undefined);
    try {
      const { room } = await client.rehearsal.start({
        languages: input.languages,
        ...(input.script === 'own' && { script: input.ownScript }),
        ...(input.seconds !== '' && { seconds: Number(input.seconds) }),
        ...(input.interpreter !== '' && { interpreter: input.interpreter }),
      });
      useUi.setState({ room });
      show('live');
    } catch (thrown) {
      const error = AppError.from(thrown);
      if (error.code === 'LANGUAGE_UNKNOWN') form.setError('languages', { type: 'server', message: error.message });
      else if (error.code === 'SCRIPT_EMPTY') form.setError('ownScript', { type: 'server', message: error.message }, { shouldFocus: true });
      else setFailure(error);
    }
  }

  async function copyBundled(): Promise<void> {
    try {
      const { text } = await client.rehearsal.script();
      form.setValue('ownScript', text, { shouldValidate: true });
    } catch (thrown) {
      setFailure(AppError.from(thrown));
    }
  }

  return (
    <FormPane
      onSubmit={() => void form.handleSubmit(start)()}
      footer={
        <Button type="submit" tone="primary" busy={isSubmitting}>
          {t(isSubmitting ? 'rehearsal.working' : 'rehearsal.action')}
        </Button>
      }
    >
      <p className="m-0 text-muted">{t('rehearsal.what')}</p>
      <Controller
        control={form.control}
        name="languages"
        render={({ field, fieldState }) => (
          <LanguagePicker
            label={t('launch.languages.label')}
            floorLanguage="en"
            value={field.value}
            onChange={field.onChange}
            error={fieldState.error && (fieldState.error.type === 'server' ? fieldState.error.message : t(`launch.languages.error.${fieldState.error.type}`, { defaultValue: fieldState.error.message ?? '' }))}
          />
        )}
      />
      <div className="flex flex-col gap-1">
        <span className="font-medium">{t('rehearsal.script.label')}</span>
        <Controller
          control={form.control}
          name="script"
          render={({ field }) => (
            <Toggle
              label={t('rehearsal.script.label')}
              value={field.value}
              onValueChange={field.onChange}
              options={[
                { value: 'bundled', label: t('rehearsal.script.bundled') },
                { value: 'own', label: t('rehearsal.script.own') },
              ]}
              className="self-start"
            />
          )}
        />
      </div>
      {script === 'own' && (
        <div className="flex flex-col gap-1">
          <Field
            label={t('rehearsal.ownScript.label')}
            hint={t('rehearsal.ownScript.hint')}
            error={errors.ownScript && (errors.ownScript.type === 'server' ? errors.ownScript.message : problem && t(`rehearsal.ownScript.problem.${problem.kind}`, { ...problem }))}
          >
            {(control) => <TextArea {...control} {...form.register('ownScript')} rows={7} spellCheck lang="en" placeholder={t('rehearsal.ownScript.example')} />}
          </Field>
          {ownScript.trim() === '' && (
            <Button className="self-start" onClick={() => void copyBundled()}>
              {t('rehearsal.ownScript.copyBundled')}
            </Button>
          )}
        </div>
      )}
      <Field label={t('rehearsal.seconds.label')} hint={t('rehearsal.seconds.hint')} error={errors.seconds && t('rehearsal.seconds.error')}>
        {(control) => <Input {...control} {...form.register('seconds')} inputMode="numeric" autoComplete="off" className="max-w-32 tabular" />}
      </Field>
      <Field label={t('rehearsal.interpreter.label')} hint={t('rehearsal.interpreter.hint')} error={errors.interpreter && t('rehearsal.interpreter.error', { seconds: INTERPRETER_SECONDS_MIN })}>
        {(control) => (
          <Select
            {...control}
            {...form.register('interpreter')}
            className="self-start"
            options={[
              { value: '', label: t('rehearsal.interpreter.none') },
              ...languages.filter((tag) => interpreterLanguage(tag) !== undefined).map((tag) => ({ value: tag, label: `${tag.toUpperCase()} ${languageName(tag, tag)}` })),
            ]}
          />
        )}
      </Field>
      {failure && <Failure error={failure} />}
      {children}
    </FormPane>
  );
}
