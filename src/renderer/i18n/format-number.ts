/** Numbers as one interface language writes them. */
export interface Numbers {
  /** With exactly `digits` after the point and a real minus sign. */
  readonly formatNumber: (value: number, digits?: number) => string;
  /** With its unit behind a thin space, `12.4 ms`; digits as usual for the unit when left out. */
  readonly formatWithUnit: (value: number, unit: string, digits?: number) => string;
}

const known = new Map<string, Numbers>();

/** How numbers are written in `language`; the same object each time. Components ask `useNumbers`. */
export function numbersIn(language: string): Numbers {
  let numbers = known.get(language);
  if (!numbers) known.set(language, (numbers = makeNumbers(language)));
  return numbers;
}

/** Digits after the point when nothing else is asked for: one for milliseconds below ten, where a whole number says too little. */
export function usualDigits(value: number, unit: string): number {
  return unit === 'ms' && Math.abs(value) < 10 ? 1 : 0;
}

function makeNumbers(language: string): Numbers {
  const formats = new Map<number, Intl.NumberFormat>();
  const formatNumber = (value: number, digits = 0): string => {
    let format = formats.get(digits);
    if (!format) formats.set(digits, (format = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })));
    return format.format(value).replace('-', '\u2212');
  };
  return { formatNumber, formatWithUnit: (value, unit, digits = usualDigits(value, unit)) => `${formatNumber(value, digits)}\u2009${unit}` };
}
