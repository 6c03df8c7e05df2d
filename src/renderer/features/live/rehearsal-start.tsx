import { Drama } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppError } from '../../../shared/app-error.ts';
import type { RehearsalView } from '../../../shared/contract/rehearsal.ts';
import { useConsole, useSettings } from '../../state/console-state.tsx';
import { useScreen } from '../../state/use-screen.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Failure } from '../../ui/error-state.tsx';
import { RehearsalReportPanel } from '../rooms/rehearsal-report-panel.tsx';

export interface RehearsalStartProps {
  readonly view: Extract<RehearsalView, { kind: 'idle' | 'failed' }>;
  readonly firstRun: boolean;
}

/** No room is live: the way to a rehearsal or a room, and the report of the rehearsal before. */
export function RehearsalStart({ view, firstRun }: RehearsalStartProps) {
  const { t } = useTranslation('live');
  const { client } = useConsole();
  const { settings } = useSettings();
  const [, show] = useScreen();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError>();
  const report = view.kind === 'idle' ? view.lastReport : undefined;
  const { languages } = settings.rehearsal;
  const failure = error ?? (view.kind === 'failed' && !busy ? new AppError('INTERNAL', view.message) : undefined);

  async function start(): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      await client.rehearsal.start({ languages });
    } catch (thrown) {
      setError(AppError.from(thrown));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="h-full overflow-auto">
      <div className={report ? 'pt-6' : 'h-full'}>
        <EmptyState
          icon={Drama}
          title={report ? t('start.doneTitle') : firstRun ? t('start.firstTitle') : t('start.title')}
          action={
            <>
              <Button tone="primary" busy={busy} onClick={() => void start()}>
                {t('start.action', { languages: languages.map((tag) => tag.toUpperCase()).join(', ') })}
              </Button>
              <Button onClick={() => show('rooms')}>{t('start.rooms')}</Button>
            </>
          }
        >
          <p className="m-0">{t('start.hint')}</p>
          {failure && (
            <div className="mt-3">
              <Failure error={failure} />
            </div>
          )}
        </EmptyState>
      </div>
      {report && (
        <div className="mx-auto max-w-256 px-6 pb-6">
          <RehearsalReportPanel report={report} interim={false} />
        </div>
      )}
    </div>
  );
}
