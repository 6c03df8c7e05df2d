import { usualDigits } from '../i18n/format-number.ts';
import { useNumbers } from '../i18n/use-numbers.ts';
import { cx } from './cx.ts';

export interface FigureProps {
  /** `undefined`: not known, shown as `–`. */
  readonly value: number | undefined;
  readonly unit: string;
  /** Digits after the point; left out: none, but one for milliseconds below ten. */
  readonly digits?: number;
  /** Why it is not known, on hover. */
  readonly unknownReason?: string;
  /** It is an estimate: of what, on hover and for screen readers; `≈` stands before it. */
  readonly estimate?: string | undefined;
  readonly className?: string;
}

/** A number with its unit after a thin space, in digits of one width; `–` with the reason when it is not known, never 0. */
export function Figure({ value, unit, digits, unknownReason, estimate, className }: FigureProps) {
  const { formatNumber } = useNumbers();
  if (value === undefined || !Number.isFinite(value)) {
    return (
      <span className={cx('text-muted', className)} title={unknownReason}>
        –{unknownReason && <span className="sr-only"> ({unknownReason})</span>}
      </span>
    );
  }
  return (
    <span className={cx('tabular whitespace-nowrap', className)} title={estimate}>
      {estimate && <span aria-hidden className="text-muted">≈{'\u2009'}</span>}
      {formatNumber(value, digits ?? usualDigits(value, unit))}
      {'\u2009'}
      <span className="text-muted">{unit}</span>
      {estimate && <span className="sr-only"> ({estimate})</span>}
    </span>
  );
}
