/**
 * Takes back capitals that the pairs put into the middle of a sentence: a dictionary entry of two words after a capital makes "Gracias
 * A" of "Thank you to", and the next pair "GRAÇAS A" of that. Left alone where `source` has a letter that stands alone as a capital
 * itself ("plan B"), but for the English pronoun.
 */
export function withoutStrayCapitals(source: string, translation: string, language: string): string {
  if (/(?<![\p{L}\p{N}])(?!I(?![\p{L}\p{N}]))\p{Lu}(?=\s)/u.test(source.replace(/^\P{L}*\p{L}/u, ''))) return translation;
  return translation.replace(/(?<![\p{L}\p{N}])(\p{Lu}\p{L}*)\s+(\p{Lu})(?=\s+\p{Ll})/gu, (_, before: string, letter: string) => {
    const shouted = before.length > 1 && before === before.toLocaleUpperCase(language);
    return `${shouted ? before.charAt(0) + before.slice(1).toLocaleLowerCase(language) : before} ${letter.toLocaleLowerCase(language)}`;
  });
}
