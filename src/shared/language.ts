import { z } from 'zod';

/**
 * A BCP 47 language tag in canonical form (`es`, `pt-BR`), as `Intl.getCanonicalLocales` writes it.
 * Only well-formed tags pass; whether an engine knows the language is the engine catalogue's business.
 */
export const LanguageTag = z
  .string()
  .trim()
  .min(2)
  .max(35)
  .transform((tag, context) => {
    try {
      const [canonical] = Intl.getCanonicalLocales(tag);
      if (canonical) return canonical;
    } catch {
      // Not well-formed: reported below, with the tag, so that the user sees which one.
    }
    context.addIssue({ code: 'custom', message: `"${tag.slice(0, 35)}" is not a language tag. Use a BCP 47 tag such as es, ca or pt-BR.` });
    return z.NEVER;
  });
export type LanguageTag = z.output<typeof LanguageTag>;

/** The language in words of `locale`, for instance `español` for (`es`, `es`); the tag itself where there is no name. */
export function languageName(tag: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
