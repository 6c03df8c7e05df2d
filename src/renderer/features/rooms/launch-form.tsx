import { zodResolver } from '@hookform/resolvers/zod';
import { useId, useState } from 'react';
import { Controller, type FieldError, useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { AppError } from '../../../shared/app-error.ts';
import { RoomPlan } from '../../../shared/contract/rooms.ts';
import { languageName, LanguageTag } from '../../../shared/language.ts';
import { useConsole } from '../../state/console-state.tsx';
import { useUi } from '../../state/ui-state.ts';
import { useScreen } from '../../state/use-screen.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/error-state.tsx';
import { Field } from '../../ui/field.tsx';
import { FormPane } from '../../ui/form-pane.tsx';
import { Input } from '../../ui/input.tsx';
import { type Draft, useDraft } from '../../state/form-draft.ts';
import { ChannelPolicies } from './channel-policies.tsx';
import { fieldsAtFault } from './fields-at-fault.ts';
import { LanguagePicker } from './language-picker.tsx';

type Plan = z.input<typeof RoomPlan>;

const empty: Plan = { name: '', floorLanguage: 'en', languages: ['es', 'ca', 'pt', 'fr'], policies: {} };
const draft: Draft<Plan> = { values: undefined };

/** Offered while typing; any other tag may be typed. */
const FLOOR_LANGUAGES = ['en', 'es', 'ca', 'fr', 'pt', 'de', 'it', 'nl', 'pl', 'ro', 'uk', 'ar', 'zh', 'ja'];

/** Plans and launches a room, then shows it in Live. */
export function LaunchForm() {
  'use no memo'; // react-hook-form changes its errors in place, which no comparison sees.
  const { t, i18n } = useTranslation('rooms');
  const { client } = useConsole();
  const [, show] = useScreen();
  const [failure, setFailure] = useState<AppError>();
  const listId = useId();
  const form = useForm<Plan, unknown, RoomPlan>({ resolver: zodResolver(RoomPlan), defaultValues: draft.values ?? empty, mode: 'onTouched' });
  useDraft(draft, form);
  const { errors, isSubmitting } = form.formState;
  const [floorLanguage, languages] = useWatch({ control: form.control, name: ['floorLanguage', 'languages'] });
  const floor = LanguageTag.safeParse(floorLanguage).data;

  // zod names the kind of mistake; its English words stand in where the interface has none for it.
  const words = (field: string, error: FieldError | undefined): string | undefined =>
    error && (error.type === 'server' ? error.message : t(`launch.${field}.error.${error.type}`, { defaultValue: error.message ?? '' }));

  async function launch(plan: RoomPlan): Promise<void> {
    setFailure(undefined);
    try {
      const room = await client.rooms.launch({ ...plan, policies: Object.fromEntries(Object.entries(plan.policies).filter(([tag]) => plan.languages.includes(tag))) });
      form.reset(empty);
      useUi.setState({ room: room.name });
      show('live');
    } catch (thrown) {
      const error = AppError.from(thrown);
      const fields = fieldsAtFault(plan, error);
      // The first one last, which leaves the focus there.
      for (const field of fields.toReversed()) form.setError(field, { type: 'server', message: error.message }, { shouldFocus: true });
      if (fields.length === 0) setFailure(error);
    }
  }

  return (
    <FormPane
      onSubmit={() => void form.handleSubmit(launch)()}
      footer={
        <Button type="submit" tone="primary" busy={isSubmitting}>
          {t(isSubmitting ? 'launch.working' : 'launch.action')}
        </Button>
      }
    >
      <Field label={t('launch.name.label')} hint={t('launch.name.hint')} error={words('name', errors.name)}>
        {(control) => <Input {...control} {...form.register('name')} autoComplete="off" spellCheck={false} placeholder="plenary-2" />}
      </Field>
      <Field
        label={t('launch.floorLanguage.label')}
        hint={floor ? t('launch.floorLanguage.hint', { name: languageName(floor, i18n.language) }) : undefined}
        error={words('floorLanguage', errors.floorLanguage)}
      >
        {(control) => (
          <>
            <Input {...control} {...form.register('floorLanguage')} list={listId} autoComplete="off" spellCheck={false} />
            <datalist id={listId}>
              {FLOOR_LANGUAGES.map((tag) => (
                <option key={tag} value={tag}>
                  {languageName(tag, i18n.language)}
                </option>
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Controller
        control={form.control}
        name="languages"
        render={({ field, fieldState }) => (
          <LanguagePicker label={t('launch.languages.label')} floorLanguage={floorLanguage} value={field.value} onChange={field.onChange} error={words('languages', fieldState.error)} />
        )}
      />
      <Controller
        control={form.control}
        name="policies"
        render={({ field }) => <ChannelPolicies languages={languages} value={field.value ?? {}} onChange={field.onChange} />}
      />
      {failure && <Failure error={failure} />}
    </FormPane>
  );
}
