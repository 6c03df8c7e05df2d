import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ConfiguredEngine, EngineSpec } from '../../shared/engine-spec.ts';
import { EngineHostClient, RESOURCES } from './fixtures/engine-host-client.ts';
import { silence, sounds } from './fixtures/sounds.ts';
import { joined } from '../sound/pcm.ts';
import { segmentCtcOnnx } from './fixtures/tiny-onnx.ts';
import { TestSpeechServer } from '../../shared/node/test-speech-server.ts';
import { CLOCKED } from '../../shared/node/test-clocked.ts';
import { FolderRecogniser } from './sherpa/folder-recogniser.ts';
import { describeSegmentRecogniser } from './test-recogniser-conformance.ts';

function started(engines: readonly ConfiguredEngine[], languages: string[], setAside: string[] = []): EngineHostClient {
  const client = new EngineHostClient();
  onTestFinished(() => client[Symbol.asyncDispose]());
  client.send({ type: 'start', resourcesDir: RESOURCES, floorLanguage: 'en', languages, engines: [...engines], setAside });
  return client;
}

const engine = (spec: Record<string, unknown>, key?: string): ConfiguredEngine => ({ spec: EngineSpec.parse(spec), ...(key !== undefined && { key }) });
const routeOf = (client: EngineHostClient, target: string) => client.all('route').findLast((route) => route.target === target);

function modelFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'dragoman-model-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

async function say(client: EngineHostClient, streamId = 'anna'): Promise<string> {
  const [sound] = sounds('script_31');
  client.send({ type: 'stream.open', streamId, language: 'en' });
  await client.say(streamId, joined(silence(0.5), sound!.samples, silence(0.8)));
  const { message } = await client.until('hypothesis', (hypothesis) => hypothesis.final && hypothesis.streamId === streamId);
  return message.words.map((word) => word.text).join(' ');
}

describe('engines that the user sets up, in the engine host', () => {
  test('a streaming model from a folder is tried apart, then hears', async () => {
    const folder = modelFolder();
    for (const file of ['model.int8.onnx', 'tokens.txt', 'graph.fst']) cpSync(join(RESOURCES, 'rehearsal', file), join(folder, file));
    const client = started([engine({ type: 'model-folder', id: 'own', folder, languages: ['en'] })], []);
    const { message } = await client.until('engines', ({ engines }) => engines.some(({ id, state }) => id === 'own' && state !== 'starting'));
    expect(message.engines.find(({ id }) => id === 'own')).toMatchObject({ state: 'ready', message: expect.stringContaining('CTC model') as string });
    await client.until('ready');
    expect(await say(client)).toBe(sounds('script_31')[0]!.text);
  });

  test('a model that is whole and wrong ends the trial and not the engine host', async () => {
    const folder = modelFolder();
    for (const file of ['model.int8.onnx', 'tokens.txt']) cpSync(join(RESOURCES, 'rehearsal', file), join(folder, file));
    const bytes = readFileSync(join(folder, 'model.int8.onnx'));
    writeFileSync(join(folder, 'model.int8.onnx'), bytes.fill(0xff, 1_000, 200_000));
    const client = started([engine({ type: 'model-folder', id: 'own', folder, languages: ['en'] })], ['es']);
    const { message } = await client.until('route', (route) => /cannot load this model/.test(route.message));
    expect(message.translator).toBeUndefined();
    await client.until('ready');
    client.send({ type: 'translate', requestId: 1, text: 'good morning', source: 'en', target: 'es' });
    expect((await client.until('translated')).message.text).toMatch(/^Buen/);
    expect(client.child.exitCode).toBeNull();
  });

  test('a model that is set aside is not loaded, and says so where its language would be understood', async () => {
    const folder = modelFolder();
    for (const file of ['model.int8.onnx', 'tokens.txt', 'graph.fst']) cpSync(join(RESOURCES, 'rehearsal', file), join(folder, file));
    const client = started([engine({ type: 'model-folder', id: 'own', folder, languages: ['en'] })], ['es'], ['own']);
    const { message } = await client.until('route', (route) => route.message.startsWith('Set aside'));
    expect(message).toMatchObject({ target: 'es', understood: false });
  });

  test('a server recognises, translates and speaks, before what is bundled', async () => {
    const server = await TestSpeechServer.start();
    const client = started(
      [
        engine({ type: 'whisper-asr', id: 'ears', url: server.url, languages: ['en'] }),
        engine({ type: 'libretranslate', id: 'words', url: server.url, languages: ['es'] }, 'key'),
        engine({ type: 'openai-voice', id: 'mouth', url: server.url, model: 'm', voice: 'v', languages: ['es'] }, 'key'),
      ],
      ['es', 'ca'],
    );
    await client.until('route', ({ target, translator, voice }) => target === 'es' && translator === 'words' && voice === 'mouth');
    await client.until('route', ({ target, translator, voice }) => target === 'ca' && translator === 'apertium' && voice === 'espeak-ng');
    expect(await say(client)).toMatch(/^heard \d+ bytes$/);
    client.send({ type: 'translate', requestId: 1, text: 'good morning', source: 'en', target: 'es' });
    expect((await client.until('translated')).message.text).toBe('Es: good morning');
    client.send({ type: 'synthesise', requestId: 2, text: 'Buenos días', language: 'es', rate: 1 });
    expect((await client.until('speech')).message.sampleRateHz).toBe(24_000);
    await client.until('spoken');
  });

  test('a server that dies degrades its own languages, what is bundled steps in, and it comes back by itself', async () => {
    const server = await TestSpeechServer.start();
    const client = started(
      [
        engine({ type: 'libretranslate', id: 'words', url: server.url, languages: ['es', 'fr'] }),
        engine({ type: 'openai-translator', id: 'chat', url: server.url, model: 'm', languages: ['de'] }, 'sk-secret'),
      ],
      ['es', 'de', 'ca'],
    );
    const routed = (target: string, translator: string | undefined) => expect.poll(() => routeOf(client, target), { timeout: 30_000 }).toMatchObject(translator === undefined ? { target } : { target, translator });
    await Promise.all([routed('es', 'words'), routed('de', 'chat'), routed('ca', 'apertium')]);
    const caRoutes = client.all('route').filter(({ target }) => target === 'ca').length;

    await server.down();
    for (const [requestId, target] of [[1, 'es'], [2, 'es'], [3, 'de'], [4, 'de']] as const) client.send({ type: 'translate', requestId, text: 'good morning', source: 'en', target });
    // Spanish is translated all the same; nothing else here translates into German.
    expect((await client.until('translated', ({ requestId }) => requestId === 2)).message.text).toMatch(/^Buen/);
    expect((await client.until('failed', ({ requestId }) => requestId === 4)).message.code).toBe('PEER_GONE');
    await routed('es', 'apertium');
    await expect.poll(() => routeOf(client, 'de')?.translator).toBeUndefined();
    expect(routeOf(client, 'de')?.message).toMatch(/chat at 127\.0\.0\.1:\d+ cannot be reached/);
    const told = client.all('engines').at(-1)!.engines;
    expect(told.find(({ id }) => id === 'chat')).toMatchObject({ state: 'failed', message: expect.stringContaining('cannot be reached') as string });
    // Its voice may have come meanwhile; its translator never went.
    expect(client.all('route').filter(({ target }) => target === 'ca').slice(caRoutes - 1).map(({ translator }) => translator).filter((translator) => translator !== 'apertium')).toEqual([]);

    await server.up();
    await Promise.all([routed('es', 'words'), routed('de', 'chat')]);
    client.send({ type: 'translate', requestId: 5, text: 'good morning', source: 'en', target: 'de' });
    expect((await client.until('translated', ({ requestId }) => requestId === 5)).message.text).toBe('German: good morning');
    expect(JSON.stringify(client.said)).not.toContain('sk-secret');
  });

  test('a dead recogniser leaves silence in words, says why, and hears again by itself', async () => {
    const server = await TestSpeechServer.start();
    const client = started([engine({ type: 'openai-recogniser', id: 'ears', url: server.url, model: 'whisper-1' })], ['es']);
    await client.until('route', ({ translator }) => translator !== undefined);
    await server.down();
    expect(await say(client, 'one')).toBe('');
    expect(await say(client, 'two')).toBe('');
    await expect.poll(() => new Set(client.all('segment.lost').map(({ streamId }) => streamId))).toEqual(new Set(['one', 'two']));
    await expect.poll(() => routeOf(client, 'es')?.message).toMatch(/ears at .* cannot be reached/);
    await server.up();
    await expect.poll(() => routeOf(client, 'es')?.translator, { timeout: 20_000 }).toBe('apertium');
    expect(await say(client, 'three')).toMatch(/^heard/);
  });

  test('a speaker whose recogniser is loaded late is said to be understood now, and is when the stream is opened anew', CLOCKED, async () => {
    const server = await TestSpeechServer.start();
    server.always = { kind: 'slow', delayMs: 3_000 };
    const client = started([engine({ type: 'openai-recogniser', id: 'late', url: server.url, model: 'whisper-1', languages: ['es'] })], []);
    await client.until('ready');
    client.send({ type: 'stream.open', streamId: 'luis', language: 'es' });
    const speech = joined(silence(0.5), sounds('script_31')[0]!.samples, silence(0.8));
    await client.say('luis', speech.subarray(0, 16_000));
    await client.until('listening.better', ({ language }) => language === 'es');
    server.always = undefined;
    client.send({ type: 'stream.close', streamId: 'luis' });
    client.send({ type: 'stream.open', streamId: 'luis again', language: 'es' });
    await client.say('luis again', speech);
    await client.until('hypothesis', ({ streamId, final, words }) => streamId === 'luis again' && final && words.length > 0);
    expect(client.all('hypothesis').filter(({ streamId, words }) => streamId === 'luis' && words.length > 0)).toEqual([]);
  });

  test('a trial says in words what an engine is, and what is wrong with it', async () => {
    const server = await TestSpeechServer.start();
    const client = new EngineHostClient();
    onTestFinished(() => client[Symbol.asyncDispose]());
    client.send({ type: 'try', engine: engine({ type: 'libretranslate', id: 'words', url: server.url }) });
    await client.until('tried', ({ ok, message }) => ok && message.startsWith('LibreTranslate at'));
    server.always = { kind: 'status', status: 403 };
    client.send({ type: 'try', engine: engine({ type: 'openai-voice', id: 'mouth', url: server.url, model: 'm', voice: 'v' }, 'sk-secret') });
    const { message } = await client.until('tried', ({ ok }) => !ok);
    expect(message.message).toMatch(/refuses the key/);
    expect(JSON.stringify(client.said)).not.toContain('sk-secret');
  });
});

describeSegmentRecogniser('a segment model of sherpa-onnx', async () => {
  const folder = modelFolder();
  writeFileSync(join(folder, 'model.onnx'), segmentCtcOnnx(4));
  writeFileSync(join(folder, 'tokens.txt'), '▁low 0\n▁high 1\n▁never 2\n<blk> 3\n');
  const spec = EngineSpec.parse({ type: 'model-folder', id: 'tiny', folder, languages: ['en'] });
  if (spec.type !== 'model-folder') throw new Error('another kind of engine');
  const recogniser = new FolderRecogniser(spec, { trial: undefined });
  await recogniser.load();
  const tone = (hz: number): Int16Array => Int16Array.from({ length: 16_000 }, (_, index) => (index < 4_000 ? 0 : 8_000 * Math.sin((2 * Math.PI * hz * index) / 16_000)));
  return { recogniser, language: 'en', speech: tone(200), understood: /low/, other: tone(6_000), otherUnderstood: /high/ };
});
