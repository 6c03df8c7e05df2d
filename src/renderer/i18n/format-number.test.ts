import { expect, test } from 'vitest';
import { numbersIn } from './format-number.ts';

test('numbers are written as the language does, with a real minus sign, in digits as asked for', () => {
  expect(numbersIn('en').formatNumber(12_345.678, 1)).toBe('12,345.7');
  expect(numbersIn('es').formatNumber(12_345.678, 1)).toBe('12.345,7');
  expect(numbersIn('en').formatNumber(-3)).toBe('\u22123');
});

test('a number has its unit behind a thin space, and milliseconds below ten have a digit after the point', () => {
  const { formatWithUnit } = numbersIn('es');
  expect(formatWithUnit(4.26, 'ms')).toBe('4,3\u2009ms');
  expect(formatWithUnit(42.6, 'ms')).toBe('43\u2009ms');
  expect(formatWithUnit(4.26, 'MB')).toBe('4\u2009MB');
});

test('each language has one set of writers, so that nothing made with them is made anew', () => {
  expect(numbersIn('en')).toBe(numbersIn('en'));
  expect(numbersIn('en')).not.toBe(numbersIn('es'));
});
