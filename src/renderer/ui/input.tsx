import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

const look =
  'w-full min-w-0 rounded-md border border-line-strong bg-bg px-2 text-text placeholder:text-muted hover:border-muted disabled:opacity-50 aria-invalid:border-bad';

/** One line of text. Spread a {@link Field}'s control into it. */
export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={cx(look, 'h-(--control-h)', className)} />;
}

/** Several lines of text. */
export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea {...rest} className={cx(look, 'py-1.5', className)} />;
}
