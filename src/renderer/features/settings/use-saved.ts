import { useState } from 'react';
import { AppError } from '../../../shared/app-error.ts';
import type { SettingsPatch } from '../../../shared/contract/settings.ts';
import { useSettings } from '../../state/console-state.tsx';

/** What became of the last change of one setting. */
export type Saved =
  | { readonly kind: 'untouched' }
  | { readonly kind: 'saving' }
  /** `undo` brings back what was there before. */
  | { readonly kind: 'saved'; readonly undo: SettingsPatch }
  | { readonly kind: 'undone' }
  | { readonly kind: 'failed'; readonly error: AppError };

/** Saves changes of one setting at once, and remembers what to go back to. */
export function useSaved(): { readonly saved: Saved; readonly save: (patch: SettingsPatch, undo: SettingsPatch) => void; readonly takeBack: (undo: SettingsPatch) => void } {
  const { update } = useSettings();
  const [saved, setSaved] = useState<Saved>({ kind: 'untouched' });
  function send(patch: SettingsPatch, done: Saved): void {
    setSaved({ kind: 'saving' });
    update(patch).then(
      () => setSaved(done),
      (thrown: unknown) => setSaved({ kind: 'failed', error: AppError.from(thrown) }),
    );
  }
  return { saved, save: (patch, undo) => send(patch, { kind: 'saved', undo }), takeBack: (undo) => send(undo, { kind: 'undone' }) };
}
