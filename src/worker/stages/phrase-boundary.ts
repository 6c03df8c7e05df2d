/**
 * Words on which nobody ends, by base language: articles, possessives, subjects, conjunctions. Prepositions that also end a sentence
 * ("come from") and objects ("help you") are left out: waiting for more at a true end is delay.
 */
const OPEN_ENDED: Readonly<Record<string, ReadonlySet<string>>> = {
  en: words('a an the these those my your its our their every each of at into between during without within near to and or but nor if because although though whether than as i he she we they very is are was were am'),
};

/** Words that begin a new clause or phrase, by base language; the higher the better a place to cut before it. Pronouns that are objects as well ("help you") are none. */
const BEGINS_PHRASE: Readonly<Record<string, ReadonlyMap<string, number>>> = {
  en: new Map([
    ...ranked(3, 'and but or because although though which who when where while if so unless until since whereas however therefore'),
    ...ranked(2, 'that to from for with by about into over under between through during without within near before after as than in on at of'),
    ...ranked(1, 'i he she we they the a an my your his our their is are was were will would can could has have had'),
  ]),
};

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

function ranked(rank: number, list: string): Array<[string, number]> {
  return list.split(' ').map((word) => [word, rank]);
}

const baseOf = (language: string): string => language.split('-')[0]!.toLowerCase();

/** Whether speech in `language` that stops after `word` is going on: nobody ends on "of the". Unknown languages: never. */
export function isOpenEnded(word: string | undefined, language: string): boolean {
  return word !== undefined && (OPEN_ENDED[baseOf(language)]?.has(word.toLowerCase()) ?? false);
}

/** Initials, titles, shortened words and ordinal numbers ("J.", "Dr.", "a.m.", "3."): their point ends no sentence. */
const SHORTENED = /^(?:\p{L}|(?:\p{L}\.)+\p{L}|\d+|dr|mr|mrs|ms|st|prof|sr|sra|mme|mlle|nr|etc|vs)\.$/iu;

/** Whether a sentence ends with `word`, as recognisers that write punctuation tell. */
export function endsSentence(word: string | undefined): boolean {
  return word !== undefined && /[.!?…。！？][”"»’')]*$/u.test(word) && !SHORTENED.test(word);
}

/**
 * How good a place to cut lies between `before` and `after`: 0 none, 1 a phrase, 2 a prepositional phrase, 3 a clause, 4 a sentence.
 * What the recogniser wrote as punctuation counts in every language; beyond that, in languages without a list every place is as
 * good as any other, 1.
 */
export function boundaryRank(before: string, after: string, language: string): number {
  if (endsSentence(before)) return 4;
  if (/[,;:，；：]$/u.test(before)) return 3;
  const begins = BEGINS_PHRASE[baseOf(language)];
  if (!begins) return 1;
  return isOpenEnded(before, language) ? 0 : (begins.get(after.toLowerCase()) ?? 0);
}
