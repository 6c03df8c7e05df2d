import { AppError } from '../../../shared/app-error.ts';

const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/** A language has a name in some locale; a well-formed tag may still be none (`xx`). */
export const isKnownLanguage = (tag: string): boolean => names.of(tag) !== undefined;

/**
 * One that nothing here can translate into is fine: its channel carries the floor and says so.
 *
 * @throws LANGUAGE_UNKNOWN
 */
export function assertKnownLanguages(tags: readonly string[]): void {
  const unknown = tags.filter((tag) => !isKnownLanguage(tag));
  if (unknown.length === 0) return;
  throw new AppError('LANGUAGE_UNKNOWN', `There is no language "${unknown.join('", "')}". Use a BCP 47 tag such as es, ca or pt-BR; the list of languages shows what this machine can translate.`, {
    details: { languages: unknown },
  });
}
