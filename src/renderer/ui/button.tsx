import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import { Spinner } from './spinner.tsx';

export type ButtonTone = 'neutral' | 'primary' | 'danger' | 'ghost';

const tones: Record<ButtonTone, string> = {
  neutral: 'bg-raised border-line hover:bg-hover text-text',
  primary: 'bg-accent-fill border-transparent text-on-fill hover:brightness-110',
  danger: 'bg-bad-fill border-transparent text-on-fill hover:brightness-110',
  ghost: 'bg-transparent border-transparent hover:bg-hover text-text',
};

export interface ButtonProps extends ComponentProps<'button'> {
  readonly tone?: ButtonTone;
  /** Work is under way: shows a spinner in place of the icon and ignores clicks, but keeps focus and width. */
  readonly busy?: boolean;
}

/** A button with words. At most one `primary` in a view; `danger` only inside the question that asks before it. */
export function Button({ tone = 'neutral', busy = false, className, children, onClick, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={cx(
        'inline-flex h-(--control-h) shrink-0 items-center justify-center gap-2 rounded-md border px-3 font-medium whitespace-nowrap',
        'transition-colors disabled:opacity-50 [&>svg]:size-4 [&>svg]:shrink-0',
        tones[tone],
        className,
      )}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}
