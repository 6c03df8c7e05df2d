import { useTranslation } from 'react-i18next';
import type { RehearsalView } from '../../../shared/contract/rehearsal.ts';
import { Spinner } from '../../ui/spinner.tsx';

/** What is being prepared, and how far it is. */
export function RehearsalPreparing({ view, firstRun }: { readonly view: Extract<RehearsalView, { kind: 'preparing' }>; readonly firstRun: boolean }) {
  const { t } = useTranslation('live');
  return (
    <div className="mx-auto flex h-full max-w-104 flex-col items-center justify-center gap-3 p-6 text-center">
      <h2 className="flex items-center gap-2 text-lg">
        <Spinner />
        {t('preparing.title')}
      </h2>
      {firstRun && <p className="m-0 text-muted">{t('rehearsal.firstRun')}</p>}
      <progress
        aria-label={t('preparing.title')}
        value={view.done}
        max={Math.max(1, view.total)}
        className="h-1.5 w-full appearance-none overflow-hidden rounded-sm bg-line [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
      />
      <output className="flex w-full justify-between gap-3 text-sm">
        <span>{view.step}</span>
        <span className="text-muted tabular">
          {view.done}/{view.total}
        </span>
      </output>
    </div>
  );
}
