import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TargetLanguage } from '../../../shared/contract/rooms.ts';
import { languageName, LanguageTag } from '../../../shared/language.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Failure } from '../../ui/error-state.tsx';
import { Input } from '../../ui/input.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { useTargetLanguages } from './use-target-languages.ts';

export interface LanguagePickerProps {
  readonly label: string;
  /** The words stand beside it already; screen readers still get the label. */
  readonly labelHidden?: boolean;
  readonly floorLanguage: string;
  readonly value: readonly string[];
  readonly onChange: (languages: string[]) => void;
  /** What is wrong with the choice. */
  readonly error?: string | undefined;
  readonly disabled?: boolean;
}

/** Target languages with what would interpret into each. Any well-formed tag may be added: its channel carries the floor. */
export function LanguagePicker({ label, labelHidden = false, floorLanguage, value, onChange, error, disabled = false }: LanguagePickerProps) {
  const { t, i18n } = useTranslation('rooms');
  const id = useId();
  const { known, again } = useTargetLanguages(floorLanguage);
  const [other, setOther] = useState('');
  const [otherError, setOtherError] = useState<string>();

  const targets = known.kind === 'known' ? known.targets.toSorted((a, b) => Number(isServed(b)) - Number(isServed(a))) : [];
  const listed = new Set(targets.map(({ tag }) => tag));
  const extra = value.filter((tag) => !listed.has(tag)).map((tag): TargetLanguage => ({ tag, path: [], missing: '' }));
  const chosen = new Set(value);

  function toggle(tag: string, on: boolean): void {
    onChange(on ? [...value, tag] : value.filter((one) => one !== tag));
  }

  function add(): void {
    const tag = LanguageTag.safeParse(other);
    if (!tag.success) return setOtherError(t('picker.notATag', { tag: other.trim() }));
    if (!chosen.has(tag.data)) onChange([...value, tag.data]);
    setOther('');
    setOtherError(undefined);
  }

  return (
    <fieldset className="m-0 flex min-w-0 flex-col gap-1 border-0 p-0" aria-describedby={`${id}-note`}>
      <legend className={labelHidden ? 'sr-only' : 'mb-1 p-0 font-medium'}>{label}</legend>
      {known.kind === 'failed' && (
        <>
          <Failure error={known.error} />
          <Button onClick={again} className="self-start">
            {t('picker.again')}
          </Button>
        </>
      )}
      {known.kind === 'loading' && (
        <output className="flex items-center gap-2 text-muted">
          <Spinner /> {t('picker.loading')}
        </output>
      )}
      <ul className="m-0 flex list-none flex-col divide-y rounded-md border p-0">
        {[...targets, ...extra].map((target) => (
          <li key={target.tag} className="flex min-w-0 flex-wrap items-center gap-x-3 px-2">
            <Checkbox checked={chosen.has(target.tag)} onCheckedChange={(on) => toggle(target.tag, on)} disabled={disabled} className="flex-1">
              <span className="font-medium">{target.tag.toUpperCase()}</span> <span lang={target.tag}>{languageName(target.tag, target.tag)}</span>
              {languageName(target.tag, i18n.language) !== languageName(target.tag, target.tag) && <span className="text-muted"> · {languageName(target.tag, i18n.language)}</span>}
            </Checkbox>
            {known.kind === 'known' && <Served target={target} />}
          </li>
        ))}
      </ul>
      <div className="mt-1 flex gap-2">
        <Input
          value={other}
          disabled={disabled}
          onChange={(event) => setOther(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
          aria-label={t('picker.other')}
          aria-invalid={otherError ? true : undefined}
          aria-describedby={`${id}-note`}
          placeholder={t('picker.otherExample')}
          spellCheck={false}
        />
        <Button onClick={add} disabled={disabled || other.trim() === ''}>
          {t('picker.add')}
        </Button>
      </div>
      <div id={`${id}-note`} role={(error ?? otherError) ? 'alert' : undefined} className={(error ?? otherError) ? 'min-h-4 text-sm text-bad' : 'min-h-4 text-sm text-muted'}>
        {otherError ?? error ?? t('picker.count', { count: value.length })}
      </div>
    </fieldset>
  );
}

/** A machine voice would be heard. These stand first: they need no explanation. */
const isServed = ({ translator, voice }: Pick<TargetLanguage, 'translator' | 'voice'>): boolean => translator !== undefined && voice !== undefined;

/** Who would be heard, and when it is not a machine voice, why. */
function Served({ target: { translator, voice, path, missing } }: { readonly target: TargetLanguage }) {
  const { t } = useTranslation('rooms');
  const full = isServed({ translator, voice });
  const pivot = path.length > 2 ? path.slice(1, -1).map((tag) => tag.toUpperCase()).join(' → ') : undefined;
  return (
    <>
      <span className="flex items-center gap-2 text-sm">
        {pivot && (
          <span className="text-muted" title={t('picker.pivot')}>
            {t('picker.via', { path: pivot })}
          </span>
        )}
        <Badge meaning={full ? 'machine' : 'floor'}>{t(full ? 'picker.machine' : translator === undefined ? 'picker.floor' : 'picker.noVoice')}</Badge>
      </span>
      {!full && <p className="m-0 mb-1.5 w-full pl-6 text-sm text-muted">{missing || t(translator === undefined ? 'picker.carriesFloor' : 'picker.captionsOnly')}</p>}
    </>
  );
}
