import { describe, expect, onTestFinished, test } from 'vitest';
import { EngineSpec } from '../../shared/engine-spec.ts';
import { HttpRecogniser } from './http/http-recogniser.ts';
import { type Fault, TestSpeechServer } from '../../shared/node/test-speech-server.ts';
import { Recognisers } from './recognisers.ts';

/** A recogniser whose server answers as told when it is loaded. */
async function recogniser(id: string, languages: string[], fault?: Fault): Promise<HttpRecogniser> {
  const server = await TestSpeechServer.start();
  server.always = fault;
  const spec = EngineSpec.parse({ type: 'openai-recogniser', id, url: server.url, model: 'm', languages });
  if (spec.type !== 'openai-recogniser') throw new Error('another kind of engine');
  const engine = new HttpRecogniser(spec, undefined, () => undefined);
  onTestFinished(() => engine[Symbol.asyncDispose]());
  return engine;
}

const silent: Fault = { kind: 'silent' };
const slow: Fault = { kind: 'slow', delayMs: 300 };

/** What is loaded by the time at which English is understood. */
async function loadedWhenUnderstood(engines: readonly HttpRecogniser[], patienceMs?: number): Promise<string[]> {
  const recognisers = new Recognisers(engines, []);
  const loading = recognisers.load(() => undefined);
  onTestFinished(async () => {
    await Promise.all(engines.map((engine) => engine[Symbol.asyncDispose]()));
    await loading;
  });
  await recognisers.understood('en', patienceMs);
  return engines.filter((engine) => recognisers.stateOf(engine).state !== 'starting').map(({ id }) => id);
}

describe('waiting until a language is understood', () => {
  test('does not wait for who understands another one', async () => {
    expect(await loadedWhenUnderstood([await recogniser('german', ['de'], silent), await recogniser('english', ['en'])])).toEqual(['english']);
  });

  test('waits for the one that is preferred', async () => {
    expect(await loadedWhenUnderstood([await recogniser('first', ['en'], slow), await recogniser('second', ['en'])])).toEqual(['first', 'second']);
  });

  test('but not for long where another one is there', async () => {
    expect(await loadedWhenUnderstood([await recogniser('first', ['en'], silent), await recogniser('second', ['en'])], 100)).toEqual(['second']);
  });

  test('waits for nothing where nobody understands it', async () => {
    expect(await loadedWhenUnderstood([await recogniser('german', ['de'], silent)])).toEqual([]);
  });
});
