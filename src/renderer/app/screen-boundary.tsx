import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AppError } from '../../shared/app-error.ts';
import { ErrorState } from '../ui/error-state.tsx';

interface Props {
  readonly children: ReactNode;
  /** Puts the words about the failure where the broken part would have been; left out, they stand in its place. */
  readonly frame?: (failure: ReactNode) => ReactNode;
}

/**
 * A screen or overlay that breaks takes no other with it: rail and status bar stay. Trying again loads the page anew, because
 * a part that could not be fetched (the program was updated meanwhile) stays missing for as long as the page is open.
 */
export class ScreenBoundary extends Component<Props, { readonly error: AppError | undefined }> {
  override state: { readonly error: AppError | undefined } = { error: undefined };

  static getDerivedStateFromError(thrown: unknown): { error: AppError } {
    return { error: AppError.from(thrown) };
  }

  override render(): ReactNode {
    if (!this.state.error) return this.props.children;
    const { error } = this.state;
    return this.props.frame ? this.props.frame(<Broken error={error} heading="h2" />) : <Broken error={error} heading="h1" />;
  }
}

function Broken({ error, heading }: { readonly error: AppError; readonly heading: 'h1' | 'h2' }) {
  const { t } = useTranslation('app');
  return <ErrorState title={t('screenBroken')} heading={heading} error={error} onRetry={() => location.reload()} />;
}
