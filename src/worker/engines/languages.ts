/** `pt-BR` → `pt`. */
export const baseOf = (tag: string): string => tag.split('-')[0]!;

/** Whether an engine that serves `served` (tags or base languages; empty: any) serves `language`. */
export function serves(served: readonly string[], language: string): boolean {
  return served.length === 0 || served.some((tag) => tag === language || tag === baseOf(language));
}

/** The language's name in English, as a model understands it best. */
export const englishName = (tag: string): string => new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag;
