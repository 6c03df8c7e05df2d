import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** One sentence: the next step. */
  readonly children?: ReactNode;
  /** The button that takes it. */
  readonly action?: ReactNode;
}

/** Nothing here yet, and what to do about it. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex h-full max-w-104 flex-col items-center justify-center gap-2 p-6 text-center">
      <Icon aria-hidden className="mb-2 size-8 text-muted" strokeWidth={1.5} />
      <h2 className="text-lg">{title}</h2>
      {children && <div className="text-muted">{children}</div>}
      {action && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
