import { Check } from 'lucide-react';
import { Checkbox as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface CheckboxProps {
  readonly checked: boolean;
  readonly onCheckedChange: (checked: boolean) => void;
  readonly children: ReactNode;
  readonly disabled?: boolean;
  readonly className?: string;
}

/** One of several that may be chosen together, with its words as label. */
export function Checkbox({ checked, onCheckedChange, children, disabled = false, className }: CheckboxProps) {
  return (
    // The label wraps the control, which Radix renders as a button: labels activate buttons.
    // oxlint-disable-next-line jsx-a11y/label-has-associated-control
    <label className={cx('flex min-h-(--row-h) min-w-0 items-center gap-2', disabled && 'opacity-50', className)}>
      <Primitive.Root
        checked={checked}
        onCheckedChange={(next) => onCheckedChange(next === true)}
        disabled={disabled}
        className="flex size-4 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-bg data-[state=checked]:border-accent data-[state=checked]:bg-accent-fill"
      >
        <Primitive.Indicator>
          <Check aria-hidden className="size-3 text-on-fill" strokeWidth={3} />
        </Primitive.Indicator>
      </Primitive.Root>
      <span className="min-w-0">{children}</span>
    </label>
  );
}
