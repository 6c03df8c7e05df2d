import i18next from 'i18next';

const formats = new Map<string, Intl.NumberFormat>();

/** `value` in the digits and marks of the interface language, with exactly `digits` after the point and a real minus sign. */
export function formatNumber(value: number, digits = 0): string {
  const key = `${i18next.language}/${digits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(i18next.language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    formats.set(key, format);
  }
  return format.format(value).replace('-', '\u2212');
}

/** Digits after the point when nothing else is asked for: one for milliseconds below ten, where a whole number says too little. */
export function usualDigits(value: number, unit: string): number {
  return unit === 'ms' && Math.abs(value) < 10 ? 1 : 0;
}

/** A number with its unit behind a thin space, `12.4 ms`. */
export function formatWithUnit(value: number, unit: string, digits = usualDigits(value, unit)): string {
  return `${formatNumber(value, digits)}\u2009${unit}`;
}
