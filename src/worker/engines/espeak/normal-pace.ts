/**
 * espeak-ng's pace for a language, words a minute as it counts them: its "word" is an English one, so the same number gives every language
 * the same syllables a second, and people do not speak so. Scaled from 170 (brisk English, easy to follow) by how many syllables a second
 * native speakers use against English (Coupé, Oh, Dediu & Pellegrino 2019, Science Advances 5:9, eaaw2594: English 6.3, French 6.9,
 * Catalan and Italian 7.2, Spanish 7.7). Portuguese is taken to be as Catalan, Japanese as Spanish: our estimate. With one pace for
 * all, a Spanish sentence lasts a quarter longer than the English one it translates, and the channel falls behind.
 */
const PACES: Readonly<Record<string, number>> = { ca: 194, es: 206, fr: 186, it: 194, ja: 206, pt: 194 };
const OTHERS = 170;

/** The pace of `voice`, by its base language. */
export function normalPace(voice: string): number {
  return PACES[voice.split('-')[0]!] ?? OTHERS;
}
