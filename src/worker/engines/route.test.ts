import { expect, onTestFinished, test } from 'vitest';
import { EngineSpec } from '../../shared/engine-spec.ts';
import { TestSpeechServer } from '../../shared/node/test-speech-server.ts';
import { HttpTranslator } from './http/http-translator.ts';
import { HttpVoice } from './http/http-voice.ts';
import { routeTo } from './route.ts';
import { Translators } from './translators.ts';
import { Voices } from './voices.ts';

/** Of `sources` alone it knows the pairs; it runs here or elsewhere. */
class PairsOf extends HttpTranslator {
  sources: readonly string[] = [];

  override route(source: string, target: string): readonly string[] | undefined {
    return this.sources.includes(source) ? [source, target] : undefined;
  }
}

/** A translator of a server, from `sources` into any language, and a voice for any language that runs here. */
async function engines(sources: readonly string[]) {
  const server = await TestSpeechServer.start();
  const words = EngineSpec.parse({ type: 'libretranslate', id: 'words', url: server.url });
  const mouth = EngineSpec.parse({ type: 'openai-voice', id: 'mouth', url: server.url, languages: [], model: 'm', voice: 'v' });
  if (words.type !== 'libretranslate' || mouth.type !== 'openai-voice') throw new Error('another kind of engine');
  const translator = Object.assign(new PairsOf(words, undefined, () => undefined), { sources });
  const voice = Object.assign(new HttpVoice(mouth, undefined, () => undefined), { local: true });
  const set = { translators: new Translators([translator]), voices: new Voices([voice]) };
  onTestFinished(() => set.translators[Symbol.asyncDispose]());
  onTestFinished(() => set.voices[Symbol.asyncDispose]());
  await translator.check();
  await voice.open('fr');
  return set;
}

const fromEnglish: Parameters<typeof routeTo>[1] = { floorLanguage: 'en', sources: ['en', 'es'], target: 'fr', heard: { state: 'ready', message: 'Heard.' } };

test('names who translates the floor language, and who speaks', async () => {
  expect(routeTo(await engines(['en']), fromEnglish)).toMatchObject({ translator: 'words', voice: 'mouth', path: ['en', 'fr'] });
});

test.each<[string, readonly string[], typeof fromEnglish]>([
  ['where the floor language is not translated', ['es'], fromEnglish],
  ['where the floor is not understood', ['en'], { ...fromEnglish, heard: { state: 'failed', message: 'Nobody understands it.' } }],
  ['where the target is the floor language', ['es'], { ...fromEnglish, target: 'en' }],
])('%s there is a voice for what is said in other languages', async (_, sources, question) => {
  const route = routeTo(await engines(sources), question);
  expect([route.translator, route.voice]).toEqual([undefined, 'mouth']);
});

test('what a server is to translate of another language is not of this machine', async () => {
  const set = await engines(['es']);
  expect(routeTo(set, fromEnglish).local).toBe(false);
  expect(routeTo(set, { ...fromEnglish, sources: ['en'] }).local).toBe(true);
});

test.each([
  ['starting', true],
  ['ready', true],
  ['failed', false],
  ['missing', false],
] as const)('a recogniser that is %s: the floor is understood, or will be: %s', async (state, understood) => {
  const route = routeTo(await engines(['en']), { ...fromEnglish, heard: { state, message: 'How it is.' } });
  expect(route.understood).toBe(understood);
  expect(route.message === 'How it is.').toBe(state !== 'ready');
});
