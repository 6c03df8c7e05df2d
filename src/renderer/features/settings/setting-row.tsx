import { Check, RotateCcw, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingsPatch } from '../../../shared/contract/settings.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useSaved } from './use-saved.ts';

export interface SettingRowProps {
  readonly label: string;
  readonly hint: string;
  /** Whether the setting differs from what the console comes with. */
  readonly changed: boolean;
  /** The setting as it is now: what *undo* goes back to. */
  readonly now: SettingsPatch;
  readonly initial: SettingsPatch;
  /** Renders the control; it calls `save` with a valid value, which is kept at once. */
  readonly children: (save: (patch: SettingsPatch) => void) => ReactNode;
}

/** One setting: what it is, its control, what became of the last change, and the ways back. */
export function SettingRow({ label, hint, changed, now, initial, children }: SettingRowProps) {
  const { t } = useTranslation('settings');
  const { saved, save, takeBack } = useSaved();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-start gap-x-6 gap-y-1 border-b px-(--pad) py-3 last:border-0">
      <div>
        <div className="font-medium">{label}</div>
        <div className="text-sm text-muted">{hint}</div>
      </div>
      <div className="flex min-w-0 flex-col gap-1">
        <div className="flex flex-wrap items-center gap-2">
          {children((patch) => save(patch, now))}
          {changed && (
            <IconButton label={t('reset', { setting: label })} onClick={() => save(initial, now)}>
              <RotateCcw aria-hidden />
            </IconButton>
          )}
          <output className="flex items-center gap-1 text-sm text-muted">
            {saved.kind === 'saving' && t('saving')}
            {(saved.kind === 'saved' || saved.kind === 'undone') && (
              <>
                <Check aria-hidden className="size-4 text-good" />
                {t(saved.kind)}
              </>
            )}
          </output>
          {saved.kind === 'saved' && (
            <Button tone="ghost" onClick={() => takeBack(saved.undo)}>
              <Undo2 aria-hidden />
              {t('undo')}
            </Button>
          )}
        </div>
        {saved.kind === 'failed' && <Failure error={saved.error} />}
      </div>
    </div>
  );
}
