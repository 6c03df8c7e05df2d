import { describe, expect, test } from 'vitest';
import { plausibleWords } from './plausible.ts';
import type { Confidence } from './recogniser.ts';

const kept = (text: string, seconds: number, confidence: Confidence = {}, language = 'en'): boolean => {
  const words = text.split(' ').map((word, index) => ({ text: word, startSample: index, endSample: index + 1 }));
  return plausibleWords({ words, confidence }, { language, speechSamples: seconds * 16_000 }).length > 0;
};

describe('plausibleWords', () => {
  test.each([
    ['an ordinary sentence', kept('We have guests from more than 20 countries.', 3)],
    ['a sentence read with fair certainty', kept('The first session is about water.', 2, { meanLogProb: -0.6, noSpeechProb: 0.3 })],
    ['a sentence that is sure although the model doubts the sound', kept('Where does our water come from?', 2, { meanLogProb: -0.2, noSpeechProb: 0.8 })],
    ['thanks that somebody took the time to say', kept('Thank you.', 0.8, { meanLogProb: -0.2, noSpeechProb: 0.05 })],
    ['thanks inside a sentence', kept('Thank you for the kind introduction.', 2)],
    ['a short answer', kept('No.', 0.3)],
    ['fast speech, 190 words a minute', kept('one two three four five six seven eight nine ten eleven twelve', 3.8)],
    ['what is a phantom in another language', kept('Untertitel', 1)],
  ])('%s stays', (_, stays) => expect(stays).toBe(true));

  test.each([
    ['silence, as Whisper says itself', kept('I think so.', 2, { meanLogProb: -1.1, noSpeechProb: 0.9 })],
    ['a guess', kept('Something else entirely.', 2, { meanLogProb: -1.8 })],
    ['the end of a video', kept('Thanks for watching!', 2, { meanLogProb: -0.1 })],
    ['credits', kept('Subtitles by the Amara.org community', 3)],
    ['credits in Spanish', kept('Subtítulos realizados por la comunidad de Amara.org', 3, {}, 'es')],
    ['credits in a variant of French', kept("Sous-titres réalisés par la communauté d'Amara.org", 3, {}, 'fr-CA')],
    ['thanks on a knock', kept('Thank you.', 0.3)],
    ['thanks that the model doubts', kept('Thank you.', 1, { meanLogProb: -0.8 })],
    ['sounds in brackets', kept('[Applause]', 2)],
    ['notes', kept('♪ ♪', 2)],
    ['nothing but dots', kept('. . .', 2)],
    ['more words than anybody can say', kept('this is a long sentence that came out of nowhere', 0.5)],
  ])('%s goes', (_, stays) => expect(stays).toBe(false));
});
