import type { ReactNode } from 'react';

/** The way to send a form that is longer than its pane: stays in sight at the lower edge. The last thing in a form padded by `--pad`. */
export function FormFooter({ children }: { readonly children: ReactNode }) {
  return <div className="sticky bottom-0 z-10 -mx-(--pad) mt-1 -mb-(--pad) flex items-center gap-2 border-t bg-surface px-(--pad) py-2">{children}</div>;
}
