import { describe, expect, onTestFinished, test } from 'vitest';
import { EngineSpec } from '../../shared/engine-spec.ts';
import { HttpRecogniser } from './http/http-recogniser.ts';
import { type Fault, TestSpeechServer } from '../../shared/node/test-speech-server.ts';
import type { ListeningEvent } from './listening-stream.ts';
import type { Recogniser, TimedWord } from './recogniser.ts';
import { Recognisers } from './recognisers.ts';
import type { VoiceDetector } from './voice-activity.ts';

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

/** Takes every loud sound for speech. */
const loudness: VoiceDetector = { hears: (window) => window.some((sample) => Math.abs(sample) > 0.1), close: () => undefined };
const SECOND = 16_000;
const tone = Int16Array.from({ length: SECOND }, (_, index) => 10_000 * Math.sin((2 * Math.PI * 300 * index) / SECOND));

/** Hears a stream, in which everything it was given is one word: how much of it was sound. */
function measuring(id: string): Recogniser {
  const openStream = () => {
    const words: TimedWord[] = [];
    let [fed, loud] = [0, 0];
    return {
      feed: (samples: Float32Array): void => {
        fed += samples.length;
        loud += samples.filter((sample) => sample !== 0).length;
        words.splice(0, 1, { text: `${id} heard ${(loud / SECOND).toFixed(1)} s`, startSample: 0, endSample: fed });
      },
      words: () => words,
      restart: () => undefined,
    };
  };
  return { id, about: id, languages: ['en'], trouble: undefined, check: () => Promise.resolve({ ok: true, message: id }), load: () => Promise.resolve(), reader: { reads: 'stream', openStream }, [Symbol.asyncDispose]: () => Promise.resolve() };
}

/** What is understood of sentences of a second each, with `configured` and `bundled` engines. */
async function listening(configured: readonly Recogniser[], bundled: readonly Recogniser[] = []) {
  const recognisers = new Recognisers(configured, bundled);
  await recognisers.load(() => undefined);
  const events: ListeningEvent[] = [];
  let lost = 0;
  const stream = recognisers.listen({ language: 'en', detector: loudness, onEvent: (event) => events.push(event), onLost: () => lost++ });
  onTestFinished(() => stream.close());
  let position = 0;
  const finals = () => events.flatMap((event) => (event.type === 'hypothesis' && event.final ? [event.words.map(({ text }) => text).join(' ')] : []));
  return {
    /** Says a sentence; resolves with what was understood. */
    say: async (): Promise<string> => {
      const before = finals().length;
      for (const samples of [tone, new Int16Array(SECOND)]) {
        stream.push(position, samples);
        position += samples.length;
        while (stream.busy) stream.step();
      }
      await expect.poll(() => finals().length, { timeout: 15_000 }).toBe(before + 1);
      return finals().at(-1)!;
    },
    lost: () => lost,
  };
}

describe('a server that reads whole segments and goes away', () => {
  async function served() {
    const server = await TestSpeechServer.start();
    const spec = EngineSpec.parse({ type: 'openai-recogniser', id: 'server', url: server.url, model: 'm', languages: ['en'] });
    if (spec.type !== 'openai-recogniser') throw new Error('another kind of engine');
    const engine = new HttpRecogniser(spec, undefined, () => undefined);
    onTestFinished(() => engine[Symbol.asyncDispose]());
    return { server, engine };
  }

  test('is stood in for by one that hears streams, in the same sentence, and is asked again when it is back', async () => {
    const { server, engine } = await served();
    const { say, lost } = await listening([engine, measuring('own')]);
    expect(await say()).toMatch(/^heard \d+ bytes$/);
    await server.down();
    expect([await say(), await say(), await say()]).toEqual(['own heard 1.0 s', 'own heard 1.0 s', 'own heard 1.0 s']);
    expect(lost()).toBe(0);
    await server.up();
    await expect.poll(() => engine.trouble, { timeout: 15_000 }).toBeUndefined();
    expect(await say()).toMatch(/^heard \d+ bytes$/);
  });

  test('is not stood in for by what is bundled', async () => {
    const { server, engine } = await served();
    const { say, lost } = await listening([engine], [measuring('bundled')]);
    await server.down();
    expect([await say(), lost()]).toEqual(['', 1]);
  });
});

test('one that hears streams is listened to while somebody speaks', async () => {
  const { say } = await listening([measuring('own')]);
  expect(await say()).toMatch(/^own heard/);
});
