export interface PresentOptions {
  /** False where the text goes on with a sentence that was begun before: its first letter is then left as it is. */
  readonly startsSentence: boolean;
}

/**
 * Makes a recogniser's or translator's text presentable: outer and doubled spaces go, the first letter of a sentence is a capital
 * by the rules of `language`, and the English pronoun is "I". Adds no punctuation: whether a clause ends a sentence is not
 * known here.
 */
export function presentText(text: string, language: string, { startsSentence }: PresentOptions): string {
  const tidy = text.replace(/\s+/gu, ' ').trim();
  const cased = language.split('-')[0] === 'en' ? tidy.replace(/(?<![\p{L}\p{N}'’])i(?=$|[\s,.;:!?'’])/gu, 'I') : tidy;
  if (!startsSentence) return cased;
  return cased.replace(/^([^\p{L}\p{N}]*)(\p{L})/u, (_, before: string, first: string) => before + first.toLocaleUpperCase(language));
}
