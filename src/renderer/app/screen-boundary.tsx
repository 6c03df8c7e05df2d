import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AppError } from '../../shared/app-error.ts';
import { ErrorState } from '../ui/error-state.tsx';

interface Props {
  readonly children: ReactNode;
}

/** A screen that breaks takes no other with it: rail and status bar stay, and it can be tried again. */
export class ScreenBoundary extends Component<Props, { readonly error: AppError | undefined }> {
  override state: { readonly error: AppError | undefined } = { error: undefined };

  static getDerivedStateFromError(thrown: unknown): { error: AppError } {
    return { error: AppError.from(thrown) };
  }

  override render(): ReactNode {
    if (!this.state.error) return this.props.children;
    return <Broken error={this.state.error} onRetry={() => this.setState({ error: undefined })} />;
  }
}

function Broken({ error, onRetry }: { readonly error: AppError; readonly onRetry: () => void }) {
  const { t } = useTranslation('app');
  return <ErrorState title={t('screenBroken')} error={error} onRetry={onRetry} />;
}
