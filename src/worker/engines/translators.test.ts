import { expect, onTestFinished, test } from 'vitest';
import { EngineSpec } from '../../shared/engine-spec.ts';
import { HttpTranslator } from './http/http-translator.ts';
import { TestSpeechServer } from '../../shared/node/test-speech-server.ts';
import { Translators } from './translators.ts';

/** Has to be warmed for each pair before it translates, as Apertium. */
class PairTranslator extends HttpTranslator {
  readonly #warm = new Set<string>();

  override warm(...pair: [source?: string, target?: string]): void {
    this.#warm.add(pair.join('>'));
  }

  override ready(source: string, target: string): boolean {
    return this.#warm.has(`${source}>${target}`) && super.ready(source, target);
  }
}

test('a pair that nobody warmed is warmed when it is asked for', async () => {
  const server = await TestSpeechServer.start();
  const spec = EngineSpec.parse({ type: 'libretranslate', id: 'pairs', url: server.url });
  if (spec.type !== 'libretranslate') throw new Error('another kind of engine');
  const translator = new PairTranslator(spec, undefined, () => undefined);
  onTestFinished(() => translator[Symbol.asyncDispose]());
  await translator.check();
  const translators = new Translators([translator]);
  expect(translators.ready('es', 'fr')).toBe(false);
  expect((await translators.translate('buenos días', 'es', 'fr', new AbortController().signal)).text).toBe('Fr: buenos días');
  expect([translators.ready('es', 'fr'), translators.ready('pt', 'fr')]).toEqual([true, false]);
});
