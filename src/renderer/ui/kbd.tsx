import type { ReactNode } from 'react';

/** The name of a key, as it stands on the keyboard. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 shrink-0 items-center justify-center rounded-sm border border-line bg-bg px-1 font-sans text-xs whitespace-nowrap text-muted">{children}</kbd>
  );
}
