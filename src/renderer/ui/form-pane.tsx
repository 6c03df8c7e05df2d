import type { ReactNode } from 'react';

export interface FormPaneProps {
  /** Called instead of the browser's own sending. */
  readonly onSubmit: () => void;
  /** The way to send it. */
  readonly footer: ReactNode;
  readonly children: ReactNode;
}

/** A form that fills its pane: the fields scroll, the button at the lower edge is always in sight. */
export function FormPane({ onSubmit, footer, children }: FormPaneProps) {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
      className="flex h-full min-h-0 flex-col"
    >
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-auto p-(--pad)">{children}</div>
      <div className="flex shrink-0 items-center gap-2 border-t px-(--pad) py-2">{footer}</div>
    </form>
  );
}
