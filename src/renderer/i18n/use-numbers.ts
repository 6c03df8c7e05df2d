import { useTranslation } from 'react-i18next';
import { type Numbers, numbersIn } from './format-number.ts';

/** Numbers in the interface language. A hook, and no function that looks the language up: what a component has written is written anew when the language changes. */
export function useNumbers(): Numbers {
  return numbersIn(useTranslation().i18n.language);
}
