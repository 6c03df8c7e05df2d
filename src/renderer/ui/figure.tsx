import { formatNumber, usualDigits } from '../i18n/format-number.ts';
import { cx } from './cx.ts';

export interface FigureProps {
  /** `undefined`: not known, shown as `–`. */
  readonly value: number | undefined;
  readonly unit: string;
  /** Digits after the point; left out: none, but one for milliseconds below ten. */
  readonly digits?: number;
  /** Why it is not known, on hover. */
  readonly unknownReason?: string;
  readonly className?: string;
}

/** A number with its unit after a thin space, in digits of one width; `–` with the reason when it is not known, never 0. */
export function Figure({ value, unit, digits, unknownReason, className }: FigureProps) {
  if (value === undefined || !Number.isFinite(value)) {
    return (
      <span className={cx('text-muted', className)} title={unknownReason}>
        –{unknownReason && <span className="sr-only"> ({unknownReason})</span>}
      </span>
    );
  }
  return (
    <span className={cx('tabular whitespace-nowrap', className)}>
      {formatNumber(value, digits ?? usualDigits(value, unit))}
      {'\u2009'}
      <span className="text-muted">{unit}</span>
    </span>
  );
}
