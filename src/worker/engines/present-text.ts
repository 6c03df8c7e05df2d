/**
 * Makes a recogniser's or translator's text presentable: outer and doubled spaces go, the first letter is a capital by
 * the rules of `language`, and the English pronoun is "I". Adds no punctuation: whether a clause ends a sentence is not
 * known here.
 */
export function presentText(text: string, language: string): string {
  const tidy = text.replace(/\s+/gu, ' ').trim();
  const cased = language.split('-')[0] === 'en' ? tidy.replace(/(?<![\p{L}\p{N}'’])i(?=$|[\s,.;:!?'’])/gu, 'I') : tidy;
  return cased.replace(/^([^\p{L}\p{N}]*)(\p{L})/u, (_, before: string, first: string) => before + first.toLocaleUpperCase(language));
}
