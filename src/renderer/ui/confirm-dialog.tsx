import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppError } from '../../shared/app-error.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Failure } from './error-state.tsx';

export interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The question. */
  readonly title: string;
  /** The consequence, in words: who will notice, and whether it can be undone. */
  readonly consequence: ReactNode;
  /** The verb of the action: *Stop the rehearsal*, never *OK*. */
  readonly action: string;
  /** The dialog stays open while it runs, closes when it resolves, and shows the failure when it rejects. */
  readonly onConfirm: () => Promise<unknown>;
}

/** Asks before something dangerous, in the words of the consequence. The safe answer has focus first. */
export function ConfirmDialog({ open, onOpenChange, title, consequence, action, onConfirm }: ConfirmDialogProps) {
  const { t } = useTranslation('app');
  const safe = useRef<HTMLButtonElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError>();

  async function confirm(): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (thrown) {
      setError(AppError.from(thrown));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      initialFocus={safe}
      description={consequence}
      footer={
        <>
          <Button ref={safe} onClick={() => onOpenChange(false)}>
            {t('cancel')}
          </Button>
          <Button tone="danger" busy={busy} onClick={() => void confirm()}>
            {action}
          </Button>
        </>
      }
    >
      {error && <Failure error={error} />}
    </Dialog>
  );
}
