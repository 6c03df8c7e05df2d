import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

export interface SelectProps extends Omit<ComponentProps<'select'>, 'children'> {
  readonly options: ReadonlyArray<{ readonly value: string; readonly label: string; readonly disabled?: boolean }>;
}

/** One of a few. The browser's own list: type-ahead, every keyboard habit, and no style element of its own. */
export function Select({ options, className, ...rest }: SelectProps) {
  return (
    <span className={cx('relative inline-flex min-w-0', className)}>
      <select {...rest} className="h-(--control-h) w-full appearance-none rounded-md border border-line-strong bg-bg pr-8 pl-2 text-text hover:border-muted disabled:opacity-50 aria-invalid:border-bad">
        {options.map(({ value, label, disabled }) => (
          <option key={value} value={value} disabled={disabled} className="bg-raised text-text">
            {label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-1/2 right-2 size-4 -translate-y-1/2 text-muted" />
    </span>
  );
}
