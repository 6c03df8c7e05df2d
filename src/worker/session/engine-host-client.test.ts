import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type ConfiguredEngine, EngineSpec } from '../../shared/engine-spec.ts';
import { EngineHostClient } from './engine-host-client.ts';

/** An engine host that runs `source`, and what it and its owner told, in order. */
async function clientOf(source: string, engines: ConfiguredEngine[] = []) {
  const folder = await mkdtemp(join(tmpdir(), 'dragoman-engine-host-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const program = join(folder, 'host.cjs');
  await writeFile(program, source);
  const told: string[] = [];
  const engine = new EngineHostClient({
    program,
    start: { resourcesDir: folder, floorLanguage: 'en', languages: [], engines },
    onRoute: () => undefined,
    onDown: () => told.push('down'),
    onEngines: () => undefined,
    log: (_, message) => told.push(message),
  });
  onTestFinished(() => engine.close());
  return { engine, told };
}

/** Handlers of a stream of which only `handlers` matter. */
const listening = (handlers: { onStarted?: () => void; onLost?: () => void }) => ({ onSpeaking: () => undefined, onStarted: () => undefined, onStopped: () => undefined, onReading: () => undefined, onLost: () => undefined, ...handlers });

/** Says what it was told to open and close; its recogniser of Spanish is loaded once it has heard something. */
const LOADS_LATE = `
  let loaded = false;
  process.on('message', ({ type, streamId }) => {
    if (type === 'start') process.send({ type: 'ready' });
    if (type === 'stream.open' || type === 'stream.close') process.send({ type: 'log', level: 'info', message: type + ' ' + streamId });
    if (type === 'stream.audio' && streamId === 's0~0' && !loaded) process.send({ type: 'listening.better', language: 'es' });
    if (type === 'stream.audio' && streamId === 's0~0') loaded = true;
    if (type === 'shutdown') process.exit(0);
  });
`;

test('streams of a language are opened anew once they are understood better, and no others', async () => {
  const { engine, told } = await clientOf(LOADS_LATE);
  let lost = 0;
  const streams = ['es', 'en'].map((language) => engine.openStream(language, listening({ onLost: () => (lost += 1) })));
  let position = 0;
  const hear = (): boolean => {
    for (const stream of streams) stream.push(position, new Int16Array(160));
    position += 160;
    return told.length >= 4;
  };
  await expect.poll(hear, { timeout: 10_000, interval: 10 }).toBe(true);
  expect(told).toEqual(['stream.open s0~0', 'stream.open s1~0', 'stream.close s0~0', 'stream.open s0~1']);
  expect(lost).toBe(1);
});

/** The first one dies over what it is asked; the next hears at once, and translates 300 ms later. */
const DIES_OVER_A_TEXT = `
  const { existsSync, writeFileSync } = require('node:fs');
  const mark = __dirname + '/asked';
  const route = (translator) => process.send({ type: 'route', target: 'es', path: ['en', 'es'], message: '', understood: true, local: true, ...translator });
  let able = !existsSync(mark);
  const translates = () => {
    able = true;
    route({ translator: 't' });
  };
  process.on('message', ({ type, requestId, text }) => {
    if (type === 'start') {
      process.send({ type: 'ready' });
      if (able) translates();
      else {
        route();
        setTimeout(translates, 300);
      }
    }
    if (type === 'shutdown') process.exit(0);
    if (type !== 'translate') return;
    process.send({ type: 'log', level: 'info', message: 'asked for ' + text });
    if (!able) return process.send({ type: 'failed', requestId, code: 'PEER_GONE', message: 'being started' });
    if (existsSync(mark)) return process.send({ type: 'translated', requestId, text: text.toUpperCase(), computeMs: 1 });
    writeFileSync(mark, '');
    setTimeout(() => process.exit(1), 50);
  });
`;

test('what the engine host died over, and what comes while there is none, is translated by the next one once it can', async () => {
  const { engine, told } = await clientOf(DIES_OVER_A_TEXT);
  const first = engine.translate('one', 'en', 'es', { startsSentence: true });
  await expect.poll(() => told.includes('down'), { timeout: 10_000 }).toBe(true);
  const second = engine.translate('two', 'en', 'es', { startsSentence: true });
  await expect(Promise.all([first, second])).resolves.toEqual(['ONE', 'TWO']);
});

test('a text that is not wanted any more is given up at once, and the next one is not asked for it', async () => {
  const { engine, told } = await clientOf(DIES_OVER_A_TEXT);
  const unwanted = new AbortController();
  const asked = engine.translate('one', 'en', 'es', { startsSentence: true, signal: unwanted.signal });
  const refused = expect(asked).rejects.toMatchObject({ code: 'PEER_GONE' });
  await expect.poll(() => told.includes('down'), { timeout: 10_000, interval: 5 }).toBe(true);
  unwanted.abort();
  await refused;
  await expect(engine.translate('two', 'en', 'es', { startsSentence: true })).resolves.toBe('TWO');
  expect(told.filter((line) => line === 'asked for one')).toHaveLength(1);
});

test('nobody waits for the next one once all is closed', async () => {
  const { engine, told } = await clientOf(DIES_OVER_A_TEXT);
  const asked = engine.translate('one', 'en', 'es', { startsSentence: true });
  const refused = expect(asked).rejects.toMatchObject({ code: 'PEER_GONE' });
  await expect.poll(() => told.includes('down'), { timeout: 10_000, interval: 5 }).toBe(true);
  await engine.close();
  await refused;
});

/** Any sound ends it, unless it was told not to load a model. */
const ENDED_BY_A_MODEL = `
  let aside = [];
  process.on('message', (message) => {
    if (message.type === 'start') {
      aside = message.setAside;
      process.send({ type: 'ready' });
      process.send({ type: 'log', level: 'info', message: 'started without ' + JSON.stringify(aside) });
    }
    if (message.type === 'stream.audio' && aside.length === 0) process.kill(process.pid, 'SIGABRT');
    if (message.type === 'stream.audio' && aside.length > 0) process.send({ type: 'speech.started', streamId: message.streamId, atSample: 0 });
    if (message.type === 'shutdown') process.exit(0);
  });
`;

test('models are left out once the engine host has ended three times, and the rest is heard', async () => {
  const { engine, told } = await clientOf(ENDED_BY_A_MODEL, [{ spec: EngineSpec.parse({ type: 'model-folder', id: 'mine', folder: '/models/mine', languages: ['de'] }) }]);
  let heard = false;
  const stream = engine.openStream('en', listening({ onStarted: () => (heard = true) }));
  let position = 0;
  const say = (): boolean => {
    stream.push(position, new Int16Array(160));
    position += 160;
    return heard;
  };
  await expect.poll(say, { timeout: 15_000, interval: 20 }).toBe(true);
  expect(told.filter((line) => line === 'down')).toHaveLength(3);
  expect(told.filter((line) => line.startsWith('started'))).toEqual(['started without []', 'started without []', 'started without []', 'started without ["mine"]']);
  expect(told.some((line) => line.includes('are set aside'))).toBe(true);
});
