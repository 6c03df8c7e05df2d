import { OctagonAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '../../shared/app-error.ts';
import { Button } from './button.tsx';

/** A failure beside what failed: a title in the user's language, and the message, which says what happened, what it means and what to do; details are folded. */
export function Failure({ error }: { readonly error: AppError }) {
  const { t } = useTranslation('app');
  return (
    <div role="alert" className="flex gap-2 rounded-md border border-bad/50 bg-bad/10 p-3 text-left text-text">
      <OctagonAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0 flex-1 wrap-break-word">
        <p className="font-medium">{t(error.code, { ns: 'errors' })}</p>
        <p>{error.message}</p>
        {error.details && (
          <details className="mt-1 text-sm text-muted">
            <summary>{t('details')}</summary>
            <pre className="mt-1 overflow-auto font-mono whitespace-pre-wrap">{`${error.code}\n${JSON.stringify(error.details, undefined, 2)}`}</pre>
          </details>
        )}
      </div>
    </div>
  );
}

export interface ErrorStateProps {
  readonly title: string;
  /** `h1` where it stands in place of a whole screen, whose title it then is. */
  readonly heading?: 'h1' | 'h2';
  readonly error: AppError;
  readonly onRetry?: () => void;
  readonly children?: ReactNode;
}

/** A failure in place of a whole view. */
export function ErrorState({ title, heading: Heading = 'h2', error, onRetry, children }: ErrorStateProps) {
  const { t } = useTranslation('app');
  return (
    <div className="mx-auto flex h-full max-w-120 flex-col items-center justify-center gap-3 p-6 text-center">
      <Heading className="text-lg">{title}</Heading>
      <div className="w-full">
        <Failure error={error} />
      </div>
      <div className="flex gap-2">
        {onRetry && <Button onClick={onRetry}>{t('tryAgain')}</Button>}
        {children}
      </div>
    </div>
  );
}
