import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { EngineHostClient, isAlive, RESOURCES } from './fixtures/engine-host-client.ts';
import { silence, sounds, whiteNoise, wordErrors } from './fixtures/sounds.ts';
import { joined } from '../sound/pcm.ts';
import { MAX_ENGINE_WAIT_MS } from './protocol.ts';

const LANGUAGES = ['es', 'ca', 'pt', 'fr'];
const report = (text: string): boolean => process.stdout.write(`  ${text}\n`);

function started({ env, ...options }: { languages?: string[]; resourcesDir?: string; floorLanguage?: string; env?: NodeJS.ProcessEnv } = {}): EngineHostClient {
  const client = new EngineHostClient(env);
  onTestFinished(() => client[Symbol.asyncDispose]());
  client.send({ type: 'start', resourcesDir: RESOURCES, floorLanguage: 'en', languages: LANGUAGES, engines: [], ...options });
  return client;
}

/** Everything that is on the PATH but `program`. */
function pathWithout(program: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-path-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const each of (process.env['PATH'] ?? '').split(delimiter).filter((place) => existsSync(place)).toReversed()) {
    for (const name of readdirSync(each)) {
      rmSync(join(folder, name), { force: true });
      if (name !== program) symlinkSync(join(each, name), join(folder, name));
    }
  }
  return folder;
}

const routed = (client: EngineHostClient, target: string) =>
  client.until('route', (route) => route.target === target && route.translator !== undefined && route.voice !== undefined);

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024;
}

async function cpuSeconds(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

describe('engine host', () => {
  test('starts, hears, translates into four languages and speaks', async () => {
    const client = started();
    const { atMs: readyMs } = await client.until('ready');
    client.send({ type: 'stream.open', streamId: 'anna', language: 'en' });
    const routes = await Promise.all(LANGUAGES.map(async (language) => `${language} ${(await routed(client, language)).atMs.toFixed(0)}`));
    report(`ready ${readyMs.toFixed(0)} ms; routes after start, ms: ${routes.join(', ')}`);
    expect(client.all('route').findLast((route) => route.target === 'pt')?.path).toEqual(['en', 'es', 'pt']);

    const [sound] = sounds('script_31');
    const cpuBefore = await cpuSeconds(client.child.pid!);
    await client.say('anna', joined(silence(0.5), sound!.samples, silence(0.5)));
    const final = await client.until('hypothesis', (hypothesis) => hypothesis.final);
    const text = final.message.words.map((word) => word.text).join(' ');
    expect(text).toBe(sound!.text);
    const endedAt = sound!.end + 8_000;
    report(`final known ${((final.message.heardSample - endedAt) / 16).toFixed(0)} ms after the end of speech, computing ${final.message.computeMs.toFixed(0)} ms`);
    const stopped = client.said.findIndex(({ message }) => message.type === 'speech.stopped');
    const finalIndex = client.said.findIndex(({ message }) => message.type === 'hypothesis' && message.final);
    expect(stopped).toBeGreaterThan(0);
    expect(finalIndex).toBeGreaterThan(stopped);
    expect(client.all('hypothesis').length).toBeGreaterThan(4);

    for (const [index, target] of LANGUAGES.entries()) {
      const askedAt = performance.now();
      client.send({ type: 'translate', requestId: 2 * index, text, source: 'en', target });
      const { message: translated } = await client.until('translated', ({ requestId }) => requestId === 2 * index);
      const translatedMs = performance.now() - askedAt;
      expect(translated.text).toMatch(/^[^*@#]{5,}$/);
      client.send({ type: 'synthesise', requestId: 2 * index + 1, text: translated.text, language: target, rate: 1 });
      const asked = performance.now();
      await client.until('speech', ({ requestId }) => requestId === 2 * index + 1);
      const firstMs = performance.now() - asked;
      const { message: spoken } = await client.until('spoken', ({ requestId }) => requestId === 2 * index + 1);
      const seconds = client.all('speech').filter(({ requestId }) => requestId === 2 * index + 1).reduce((sum, { samples, sampleRateHz }) => sum + samples.length / sampleRateHz, 0);
      report(`${target}: translated ${translatedMs.toFixed(0)} ms, first audio ${firstMs.toFixed(0)} ms, all ${spoken.computeMs.toFixed(0)} ms for ${seconds.toFixed(1)} s: ${translated.text}`);
      expect(seconds).toBeGreaterThan(0.8);
    }
    report(`resident ${(await residentMb(client.child.pid!)).toFixed(0)} MB, CPU since the stream ${((await cpuSeconds(client.child.pid!)) - cpuBefore).toFixed(1)} s`);
    expect(await residentMb(client.child.pid!)).toBeLessThan(500);
  });

  test('audio that comes faster than it is heard is told when it waits and whenever some is left out, and logged once', async () => {
    const client = started({ languages: [] });
    await client.until('ready');
    client.send({ type: 'stream.open', streamId: 'anna', language: 'en' });
    const piece = silence(0.02);
    const pieces = 40 * 50;
    for (let n = 0; n < pieces; n++) client.send({ type: 'stream.audio', streamId: 'anna', firstSample: n * piece.length, samples: piece });
    client.send({ type: 'ping' });
    const { message: pong } = await client.until('pong');
    expect(pong.audioWaitMs).toBeGreaterThan(MAX_ENGINE_WAIT_MS / 2);
    // It has not caught up once.
    expect(pong.audioWaitMs).toBeLessThanOrEqual(2 * MAX_ENGINE_WAIT_MS);
    const lost = client.all('stream.lost');
    expect(lost.length).toBeGreaterThan(1);
    expect(lost.every(({ streamId, samples }) => streamId === 'anna' && samples > piece.length)).toBe(true);
    expect(lost.reduce((sum, { samples }) => sum + samples, 0)).toBeLessThanOrEqual(pieces * piece.length - MAX_ENGINE_WAIT_MS * 8);
    expect(client.all('log').filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  test('serves two speakers at once, each with their own words, in speaker time', async () => {
    const client = started({ languages: [] });
    await client.until('ready');
    const both = sounds('script_').slice(0, 2);
    await Promise.all(
      both.map(async (sound, index) => {
        client.send({ type: 'stream.open', streamId: sound.name, language: 'en' });
        // The second stream begins late in its speaker's time and has a hole where nothing was said.
        const audio = joined(silence(0.3), sound.samples, silence(0.5));
        await client.say(sound.name, audio.subarray(0, 3_200), index * 160_000);
        await client.say(sound.name, audio.subarray(4_160), index * 160_000 + 4_160);
      }),
    );
    for (const [index, sound] of both.entries()) {
      const endSample = index * 160_000 + 4_800 + sound.end;
      const near = (sample: number, ms: number): boolean => Math.abs(sample - endSample) < ms * 16;
      // A pause between two clauses may make two segments of a sentence; the last one ends where the sound does.
      await client.until('hypothesis', ({ streamId, final, words }) => final && streamId === sound.name && words.length > 0 && near(words.at(-1)!.endSample, 350));
      const words = client.all('hypothesis').flatMap((message) => (message.final && message.streamId === sound.name ? message.words : []));
      expect(wordErrors(sound.text.split(' '), words.map((word) => word.text))).toBeLessThanOrEqual(1);
      expect(client.all('speech.stopped').some(({ streamId, atSample }) => streamId === sound.name && near(atSample, 150))).toBe(true);
    }
  });

  test('while the channels are busy, a sentence with a short pause stays whole', async () => {
    const client = started({ languages: [] });
    await client.until('ready');
    const [sound] = sounds('script_00');
    const audio = joined(silence(0.3), sound!.samples, silence(0.5));
    for (const [streamId, busy] of [['idle', false], ['busy', true]] as const) {
      client.send({ type: 'stream.open', streamId, language: 'en' });
      await client.say(streamId, audio, 0, busy);
      await client.until('hypothesis', (message) => message.final && message.streamId === streamId && message.words.at(-1)?.text === 'conference');
    }
    const segments = (streamId: string): string[] => client.all('hypothesis').flatMap((message) => (message.final && message.streamId === streamId ? [message.words.map(({ text }) => text).join(' ')] : []));
    expect(segments('idle')).toEqual(['good morning everyone', 'and welcome to the annual conference']);
    expect(segments('busy')).toEqual(['good morning everyone and welcome to the annual conference']);
  });

  test('hears no words in silence and noise', async () => {
    const client = started({ languages: [] });
    await client.until('ready');
    client.send({ type: 'stream.open', streamId: 'fan', language: 'en' });
    const noise = joined(silence(2), whiteNoise(4, -30), silence(1));
    client.send({ type: 'stream.open', streamId: 'proof', language: 'en' });
    const [sound] = sounds('script_31');
    await Promise.all([client.say('fan', noise), client.say('proof', joined(sound!.samples, silence(0.5)))]);
    await client.until('hypothesis', ({ streamId, final }) => final && streamId === 'proof');
    expect(client.all('hypothesis').filter(({ streamId, words }) => streamId === 'fan' && words.length > 0)).toEqual([]);
  });

  test('leaves no program behind when it is killed', async () => {
    const client = started();
    await Promise.all(LANGUAGES.map((target) => client.until('route', (route) => route.target === target && route.translator !== undefined)));
    const { message } = await client.until('processes', ({ processes }) => processes.length > 40);
    expect(message.processes.every(({ pid }) => isAlive(pid))).toBe(true);
    await client[Symbol.asyncDispose]();
    await expect.poll(() => message.processes.filter(({ pid }) => isAlive(pid))).toEqual([]);
  });

  test('ends by itself, with its programs, when the session worker is gone', async () => {
    const client = started({ languages: ['es'] });
    await routed(client, 'es');
    const { message } = await client.until('processes', ({ processes }) => processes.length > 5);
    const exited = once(client.child, 'exit');
    client.child.disconnect();
    expect(await exited).toEqual([0, null]);
    await expect.poll(() => message.processes.filter(({ pid }) => isAlive(pid))).toEqual([]);
  });

  test.each([
    ['a damaged recogniser', (dir: string) => writeFileSync(join(dir, 'rehearsal/model.int8.onnx'), Buffer.alloc(6_877_306, 7)), /checksum is wrong/],
    ['a cut-off graph', (dir: string) => truncateSync(join(dir, 'rehearsal/graph.fst'), 1_000), /1000 bytes instead of/],
    ['no voice activity', (dir: string) => rmSync(join(dir, 'vad/silero_vad.onnx')), /silero_vad\.onnx is missing/],
    ['no manifest', (dir: string) => rmSync(join(dir, 'manifest.json')), /manifest\.json is missing/],
  ])('says what is wrong with %s, and lives', async (_, damage, message) => {
    const resourcesDir = mkdtempSync(join(tmpdir(), 'dragoman-resources-'));
    onTestFinished(() => rmSync(resourcesDir, { recursive: true }));
    cpSync(RESOURCES, resourcesDir, { recursive: true });
    damage(resourcesDir);
    const client = started({ languages: ['es'], resourcesDir });
    await client.until('ready');
    const { message: told } = await client.until('route', (route) => message.test(route.message));
    expect(told.translator).toBeUndefined();
    await client.until('engines', ({ engines }) => engines.some((engine) => engine.state === 'missing' && message.test(engine.message)));

    client.send({ type: 'stream.open', streamId: 'anna', language: 'en' });
    client.send({ type: 'stream.audio', streamId: 'anna', firstSample: 0, samples: silence(1) });
    await client.until('engines', ({ engines }) => engines.some(({ id, state, serves }) => id === 'espeak-ng' && state === 'ready' && serves.includes('es')));
    client.send({ type: 'synthesise', requestId: 1, text: 'Todavía hablo.', language: 'es', rate: 1 });
    await client.until('spoken');
  });

  test('a language nobody can serve is said in words and costs the others nothing', async () => {
    const client = started({ languages: ['es', 'de', 'tlh'] });
    await routed(client, 'es');
    const last = (target: string) => client.all('route').findLast((route) => route.target === target)!;
    await client.until('engines', ({ engines }) => engines.length > 0 && engines.every(({ state }) => state === 'ready'));
    expect(last('de')).toMatchObject({ path: [], message: expect.stringMatching(/No translator from en to de/) as string });
    // A voice for what nobody translates would be loaded for nobody.
    expect([last('de').translator, last('de').voice]).toEqual([undefined, undefined]);
    expect(last('tlh').voice).toBeUndefined();

    client.send({ type: 'translate', requestId: 1, text: 'hello', source: 'en', target: 'de' });
    client.send({ type: 'synthesise', requestId: 2, text: 'Qapla', language: 'tlh', rate: 1 });
    expect((await client.until('failed', ({ requestId }) => requestId === 1)).message.code).toBe('LANGUAGE_UNKNOWN');
    expect((await client.until('failed', ({ requestId }) => requestId === 2)).message.code).toBe('LANGUAGE_UNKNOWN');
  });

  test('a floor that nobody recognises keeps its voice activity and says why there are no words', async () => {
    const client = started({ floorLanguage: 'es', languages: ['pt'] });
    const { message } = await client.until('route', (route) => /recognises es/.test(route.message));
    expect(message.translator).toBeUndefined();
    await client.until('ready');
    client.send({ type: 'stream.open', streamId: 'luis', language: 'es' });
    await client.say('luis', joined(sounds('script_31')[0]!.samples, silence(0.5)));
    await client.until('speech.stopped');
    // That a segment is over is told; words there are none.
    expect(client.all('hypothesis').filter(({ final, words }) => !final || words.length > 0)).toEqual([]);
  });

  test('where no espeak-ng is installed the bundled voices speak, and have practised before they are called ready', async () => {
    const client = started({ languages: ['es', 'ca'], env: { ...process.env, PATH: pathWithout('espeak-ng') } });
    const { message } = await client.until('engines', ({ engines }) => engines.some(({ id, state }) => id === 'espeak-ng-bundled' && state === 'ready'));
    expect(message.engines.filter(({ kind }) => kind === 'voice')).toEqual([expect.objectContaining({ id: 'espeak-ng-bundled', serves: ['es', 'ca'] })]);
    expect(client.all('processes').at(-1)!.processes.some(({ name }) => name === 'voice-host')).toBe(false);
    client.send({ type: 'synthesise', requestId: 1, text: 'Todavía hablo.', language: 'es', rate: 1 });
    await client.until('spoken');
  });

  test('brings back a pair whose programs were killed', async () => {
    const client = started({ languages: ['es'] });
    await routed(client, 'es');
    const { message } = await client.until('processes', ({ processes }) => processes.length > 5);
    const before = client.all('route').length;
    process.kill(message.processes.findLast(({ name }) => name === 'apertium')!.pid, 'SIGKILL');
    const routesSince = () => client.all('route').slice(before);
    await expect.poll(() => routesSince().some(({ voice, translator, message: why }) => voice !== undefined && translator === undefined && why.startsWith('The translator')), { timeout: 10_000 }).toBe(true);
    await expect.poll(() => routesSince().at(-1)?.translator, { timeout: 10_000 }).toBe('apertium');
    client.send({ type: 'translate', requestId: 9, text: 'good morning', source: 'en', target: 'es' });
    expect((await client.until('translated')).message.text).toMatch(/^Buen/);
  });

  test('says nothing more of a cancelled request, and ignores what is not of the protocol', async () => {
    const client = started({ languages: ['es'] });
    await routed(client, 'es');
    client.child.send({ type: 'translate', requestId: 'one' });
    await client.until('log', ({ level }) => level === 'error');
    client.send({ type: 'synthesise', requestId: 1, text: 'Una frase muy larga, que nadie va a escuchar hasta el final. '.repeat(20), language: 'es', rate: 1 });
    await client.until('speech', ({ requestId }) => requestId === 1);
    client.send({ type: 'cancel', requestId: 1 });
    client.send({ type: 'synthesise', requestId: 2, text: 'Sí.', language: 'es', rate: 1.3 });
    await client.until('spoken', ({ requestId }) => requestId === 2);
    const pieces = client.all('speech').filter(({ requestId }) => requestId === 1).length;
    expect(pieces).toBeLessThan(400);
    await sleep(300);
    expect(client.all('speech').filter(({ requestId }) => requestId === 1)).toHaveLength(pieces);
    expect(client.all('spoken').some(({ requestId }) => requestId === 1)).toBe(false);
    expect(client.all('failed')).toEqual([]);
  });

  test('lists what this machine could serve, without starting anything', async () => {
    const client = new EngineHostClient();
    onTestFinished(() => client[Symbol.asyncDispose]());
    client.send({ type: 'catalogue', resourcesDir: RESOURCES, floorLanguage: 'en', engines: [] });
    const { atMs, message } = await client.until('catalogue');
    report(`catalogue ${atMs.toFixed(0)} ms after the fork`);
    for (const tag of LANGUAGES) expect(message.targets.find((target) => target.tag === tag)).toMatchObject({ translator: 'apertium', voice: 'espeak-ng', missing: '' });
    expect(message.targets.find((target) => target.tag === 'it')?.missing).toMatch(/apertium-spa-ita/);
    expect(message.engines.every((engine) => engine.state === 'ready')).toBe(true);
    expect(client.all('processes')).toEqual([]);
  });
});
