import { expect, onTestFinished, test } from 'vitest';
import { EngineSpec } from '../../../shared/engine-spec.ts';
import { HttpTranslator } from './http-translator.ts';
import { TestSpeechServer } from '../../../shared/node/test-speech-server.ts';

test('a rush of sentences says nothing of the server: those beyond the queue are lost, all others served', async () => {
  const server = await TestSpeechServer.start();
  server.always = { kind: 'slow', delayMs: 100 };
  const spec = EngineSpec.parse({ type: 'libretranslate', id: 'mine', url: server.url });
  if (spec.type !== 'libretranslate') throw new Error('another kind of engine');
  const translator = new HttpTranslator(spec, undefined, () => undefined);
  onTestFinished(() => translator[Symbol.asyncDispose]());
  const never = new AbortController().signal;
  const asked = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => translator.translate(`sentence ${index}`, 'en', 'es', never)));
  const refused = asked.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  expect(refused).toHaveLength(10);
  expect(refused[0]).toMatchObject({ code: 'PEER_GONE', message: expect.stringContaining('too many wait for it') as string });
  expect(translator.trouble).toBeUndefined();
  expect((await translator.translate('and one more', 'en', 'es', never)).text).toBe('Es: and one more');
});
