import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { EngineHostClient } from './engine-host-client.ts';

/** An engine host that says what it was told to open and close, and whose recogniser of Spanish is loaded once it has heard something. */
const PROGRAM = `
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
  const folder = await mkdtemp(join(tmpdir(), 'dragoman-engine-host-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const program = join(folder, 'host.cjs');
  await writeFile(program, PROGRAM);
  const told: string[] = [];
  const engine = new EngineHostClient({
    program,
    start: { resourcesDir: folder, floorLanguage: 'en', languages: [], engines: [] },
    onRoute: () => undefined,
    onDown: () => undefined,
    onEngines: () => undefined,
    log: (_, message) => told.push(message),
  });
  onTestFinished(() => engine.close());
  let lost = 0;
  const handlers = { onStarted: () => undefined, onStopped: () => undefined, onReading: () => undefined, onLost: () => (lost += 1) };
  const streams = [engine.openStream('es', handlers), engine.openStream('en', handlers)];
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
