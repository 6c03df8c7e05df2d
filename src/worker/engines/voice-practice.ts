import { nowMs } from '../../shared/node/monotonic-clock.ts';
import type { Translators } from './translators.ts';
import type { Voices } from './voices.ts';

/**
 * What engines say to nobody before they are needed: the first syntheses of a voice run uncompiled and take up to ten times
 * as long. Ordinary words first, then what stands in any speech.
 */
const PRACTICE = [
  'good morning and welcome to the meeting',
  '12 345, 67 890, 31, 12, 24',
  'we have one more question from the second row',
  'the old house near the river was very small',
  'thank you for your help and see you tomorrow',
  'every day many people come to our city and use the train',
  'please look at the screen and choose your language',
  'in winter the days are short and the nights are long',
  'the results will be published at the end of the year',
  'i would like to thank all our guests for this good example',
  'how much money do we need to build a new school',
  'my colleague will explain the first part of the programme',
  'the price of water has not changed in the last five years',
  'you can leave your questions on the table after the break',
  'the government and the bank share the cost of the project',
  'it is important that everybody can hear and understand the speaker',
  'the next session begins at half past eleven in the large room',
  'we must save energy because the demand is high in summer',
  'a young woman from the north wrote the best answer',
  'now we will take a short break and then continue our work',
];

/** So many of these are only translated where the voice needs no practice: a translator reads its dictionaries from disk. */
const TRANSLATED = 2;

/**
 * In turns, so that all are equally fast, one at a time, and only while a voice has nothing to say: requests come first. After each
 * it waits for `rest`, which is told how long the voice took, milliseconds.
 */
export async function practise(voices: Voices, translators: Translators, languages: readonly string[], rest: (tookMs: number) => Promise<void>): Promise<void> {
  for (const [index, text] of PRACTICE.entries()) {
    for (const language of languages) {
      const voice = voices.chosen(language);
      if (!voice?.practise && index >= TRANSLATED) continue;
      const words = await practiceText(translators, text, language);
      const startedMs = nowMs();
      await voice?.practise?.(language, words);
      await rest(nowMs() - startedMs);
    }
  }
}

/** `text` in `language`, which exercises the whole way to it; where there is none on this machine, as it is: numbers are read everywhere. */
async function practiceText(translators: Translators, text: string, language: string): Promise<string> {
  const translator = translators.chosen('en', language);
  if (!translator?.local || !translator.ready('en', language)) return text;
  try {
    return (await translator.translate(text, 'en', language, new AbortController().signal)).text;
  } catch {
    return text;
  }
}
