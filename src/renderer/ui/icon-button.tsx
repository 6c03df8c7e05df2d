import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import { Tooltip } from './tooltip.tsx';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  /** What it does, in words: the accessible name and the tooltip. */
  readonly label: string;
  /** The key that does the same, for the tooltip. */
  readonly keys?: string | undefined;
  /** For a button that stays in: sets `aria-pressed`. */
  readonly pressed?: boolean | undefined;
  readonly tooltipSide?: 'top' | 'right' | 'bottom' | 'left';
}

/** A button that is one icon. Its name is in the tooltip and for screen readers; it never stands alone for something dangerous. */
export function IconButton({ label, keys, pressed, tooltipSide = 'bottom', className, ...rest }: IconButtonProps) {
  return (
    <Tooltip content={label} side={tooltipSide} {...(keys && { keys })}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-pressed={pressed}
        aria-keyshortcuts={keys}
        className={cx(
          'inline-flex size-(--control-h) shrink-0 items-center justify-center rounded-md border transition-colors',
          'disabled:opacity-50 [&>svg]:size-4',
          pressed ? 'border-accent bg-accent-fill text-on-fill' : 'border-transparent text-muted hover:bg-hover hover:text-text',
          className,
        )}
      />
    </Tooltip>
  );
}
