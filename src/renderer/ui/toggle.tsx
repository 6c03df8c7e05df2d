import { ToggleGroup as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface ToggleProps<T extends string> {
  /** What is chosen here, for screen readers. */
  readonly label: string;
  readonly value: T;
  readonly onValueChange: (value: T) => void;
  readonly options: ReadonlyArray<{ readonly value: T; readonly label: ReactNode }>;
  readonly className?: string;
}

/** One of two to five, all in sight: a segmented switch (*dark · light · system*). Arrow keys move, one is always chosen. */
export function Toggle<T extends string>({ label, value, onValueChange, options, className }: ToggleProps<T>) {
  return (
    <Primitive.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen) onValueChange(chosen.value);
      }}
      className={cx('inline-flex h-(--control-h) rounded-md border border-line-strong bg-bg p-0.5', className)}
    >
      {options.map((option) => (
        <Primitive.Item
          key={option.value}
          value={option.value}
          className="inline-flex items-center gap-1 rounded-sm px-2 text-muted transition-colors hover:text-text data-[state=on]:bg-raised data-[state=on]:font-medium data-[state=on]:text-text data-[state=on]:ring-1 data-[state=on]:ring-line-strong"
        >
          {option.label}
        </Primitive.Item>
      ))}
    </Primitive.Root>
  );
}
