import { describe, expect, test } from 'vitest';
import { type Heard, plausibleWords } from './plausible.ts';
import type { Confidence } from './recogniser.ts';

const kept = (text: string, seconds: number, confidence: Confidence = {}, language = 'en', reads: Heard['reads'] = 'segments'): boolean => {
  const words = text.split(' ').map((word, index) => ({ text: word, startSample: index, endSample: index + 1 }));
  return plausibleWords({ words, confidence }, { language, speechSamples: seconds * 16_000, reads }).length > 0;
};

/** By a recogniser that hears a stream. */
const keptOfStream = (text: string, seconds: number, meanLogProb?: number): boolean => kept(text, seconds, meanLogProb === undefined ? {} : { meanLogProb }, 'en', 'stream');

describe('plausibleWords', () => {
  test.each([
    ['an ordinary sentence', kept('We have guests from more than 20 countries.', 3)],
    ['a sentence read with fair certainty', kept('The first session is about water.', 2, { meanLogProb: -0.6, noSpeechProb: 0.3 })],
    ['a sentence that is sure although the model doubts the sound', kept('Where does our water come from?', 2, { meanLogProb: -0.2, noSpeechProb: 0.8 })],
    ['thanks that somebody took the time to say', kept('Thank you.', 0.8, { meanLogProb: -0.2, noSpeechProb: 0.05 })],
    ['thanks inside a sentence', kept('Thank you for the kind introduction.', 2)],
    ['a short answer', kept('No.', 0.3)],
    ['fast speech, 190 words a minute', kept('one two three four five six seven eight nine ten eleven twelve', 3.8)],
    ['a sentence about a newsletter', kept('You can subscribe to our newsletter at the desk.', 3)],
    ['a sentence that ends in a subscription', kept('Every library should subscribe.', 2)],
    ['thanks for more than watching', kept('Thanks for watching the children this morning.', 2)],
    ['a farewell', kept('See you next time.', 1)],
    ['a sentence about captions in Portuguese', kept('Legendas ao vivo ajudam todos os participantes.', 3, { meanLogProb: -0.7 }, 'pt')],
    ['a sentence about one caption in Portuguese', kept('Legenda é o texto na tela.', 3, { meanLogProb: -0.7 }, 'pt')],
    ['a sentence about captions in Spanish', kept('Subtítulos y traducción están disponibles en su teléfono.', 3, { meanLogProb: -0.7 }, 'es')],
    ['a sentence about captions in Catalan', kept('Subtítols en directe per a tothom.', 3, { meanLogProb: -0.7 }, 'ca')],
    ['a sentence about captions in French', kept("Sous-titrage en direct, c'est notre métier.", 3, { meanLogProb: -0.7 }, 'fr')],
    ['a sentence about captions in Italian', kept('Sottotitoli e traduzione sono gratuiti.', 3, { meanLogProb: -0.7 }, 'it')],
    ['a sentence about captions in German', kept('Untertitel sehen Sie auf Ihrem Telefon.', 3, { meanLogProb: -0.7 }, 'de')],
    ['a Dutch sentence about a broadcast', kept('Bedankt dat u vandaag naar ons kijkt.', 3, {}, 'nl')],
    ['Polish thanks', kept('Dziękuję bardzo.', 0.8, {}, 'pl')],
    ['what is a phantom in another language', kept('Untertitel', 1)],
    ['a sentence heard in a stream, of which nothing else is known', keptOfStream('we have time for one more question', 2)],
    ['a sentence heard in a stream with fair certainty', keptOfStream('we have time for one more question', 2, -0.6)],
    ['thanks heard in a stream, as fast as 260 words a minute', keptOfStream('thank you', 0.36)],
    ['the same, with fair certainty', keptOfStream('thank you', 0.36, -0.8)],
    ['the shortest answer at an ordinary pace', keptOfStream('it', 0.22)],
    ['a slow one of one letter', keptOfStream('i', 0.38)],
    ['a drawn-out one of two', keptOfStream('no', 1.3)],
    ['a word in a stretch of speech that is otherwise not understood', keptOfStream('yes', 4)],
    ['a number that is written as one', keptOfStream('7', 0.8)],
    ['a syllable that is written as one', keptOfStream('对', 0.8)],
  ])('%s stays', (_, stays) => expect(stays).toBe(true));

  test.each([
    ['silence, as Whisper says itself', kept('I think so.', 2, { meanLogProb: -1.1, noSpeechProb: 0.9 })],
    ['a guess', kept('Something else entirely.', 2, { meanLogProb: -1.8 })],
    ['the end of a video', kept('Thanks for watching!', 2, { meanLogProb: -0.1 })],
    ['the end of a video that asks for more', kept('Thanks for watching! Please like and subscribe.', 3)],
    ['a call to subscribe', kept('Please subscribe to my channel.', 2)],
    ['the same in Portuguese', kept('Inscreva-se no canal.', 2, {}, 'pt')],
    ['a broadcaster', kept('Untertitel im Auftrag des ZDF für funk, 2017', 3, {}, 'de')],
    ['credits that the model doubts', kept('Subtitles by John Smith', 2, { meanLogProb: -0.8 })],
    ['credits', kept('Subtitles by the Amara.org community', 3)],
    ['credits in Spanish', kept('Subtítulos realizados por la comunidad de Amara.org', 3, {}, 'es')],
    ['credits in a variant of French', kept("Sous-titres réalisés par la communauté d'Amara.org", 3, {}, 'fr-CA')],
    ['credits in Dutch, which has no list', kept('Ondertitels ingediend door de Amara.org gemeenschap', 3, {}, 'nl')],
    ['credits in Polish', kept('Napisy stworzone przez społeczność Amara.org', 3, {}, 'pl')],
    ['an English end of a video in Spanish', kept('Thanks for watching!', 2, {}, 'es')],
    ['the same in Galician', kept('Please subscribe to my channel.', 2, {}, 'gl')],
    ['a Spanish phantom and an English one', kept('¡Suscríbete! Thanks for watching!', 3, {}, 'es')],
    ['thanks on a knock', kept('Thank you.', 0.3)],
    ['thanks that the model doubts', kept('Thank you.', 1, { meanLogProb: -0.8 })],
    ['sounds in brackets', kept('[Applause]', 2)],
    ['notes', kept('♪ ♪', 2)],
    ['nothing but dots', kept('. . .', 2)],
    ['what a recogniser of streams is guessing', keptOfStream('our or open', 2, -1.8)],
    ['thanks of which it is unsure', keptOfStream('thank you', 0.8, -1.2)],
    ['the end of a video in a stream', keptOfStream('thanks for watching', 1)],
    ['a word in a cough', keptOfStream('all', 0.11)],
    ['a letter in a laugh', keptOfStream('a', 1.2)],
    ['two in a longer one', keptOfStream('a a', 1.5)],
    ['words in a stream that are too many', keptOfStream('how are our no among', 0.5)],
    ['more words than anybody can say', kept('this is a long sentence that came out of nowhere', 0.5)],
  ])('%s goes', (_, stays) => expect(stays).toBe(false));
});
