import { type ReactNode, type Ref, useId } from 'react';
import { cx } from './cx.ts';

export interface PanelProps {
  readonly title: ReactNode;
  /** At the right of the head: buttons, a figure, a filter. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** Without padding, for tables and lists that reach the edge. */
  readonly flush?: boolean;
  /** Its content is there to be read, and may have no control of its own: it is reached by Tab, and scrolled by key. */
  readonly reading?: boolean;
  readonly ref?: Ref<HTMLElement>;
}

/** A surface with a head: one thing and what can be done with it. */
export function Panel({ title, actions, children, className, flush = false, reading = false, ref }: PanelProps) {
  const head = useId();
  return (
    <section ref={ref} className={cx('flex min-h-0 min-w-0 flex-col rounded-lg border bg-surface', className)}>
      <header className="flex min-h-10 shrink-0 flex-wrap items-center gap-2 border-b px-(--pad) py-1">
        <h2 id={head} className="min-w-0 flex-1 truncate">{title}</h2>
        {actions}
      </header>
      <div {...(reading && { role: 'group', 'aria-labelledby': head, tabIndex: 0 })} className={cx('min-h-0 flex-1 overflow-auto', !flush && 'p-(--pad)')}>
        {children}
      </div>
    </section>
  );
}
