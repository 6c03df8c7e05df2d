import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { EngineSpec } from '../../shared/engine-spec.ts';
import { EngineHostClient } from './engine-host-client.ts';

/** An engine host that any sound ends, unless it was told not to load a model. */
const PROGRAM = `
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

test('models are left out once the engine host has ended three times, and the rest is heard', { timeout: 30_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dragoman-engine-host-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const program = join(folder, 'host.cjs');
  await writeFile(program, PROGRAM);
  const told: string[] = [];
  const engine = new EngineHostClient({
    program,
    start: { resourcesDir: folder, floorLanguage: 'en', languages: [], engines: [{ spec: EngineSpec.parse({ type: 'model-folder', id: 'mine', folder, languages: ['de'] }) }] },
    onRoute: () => undefined,
    onDown: () => told.push('down'),
    onEngines: () => undefined,
    log: (_, message) => told.push(message),
  });
  onTestFinished(() => engine.close());
  let heard = false;
  const stream = engine.openStream('en', { onStarted: () => (heard = true), onStopped: () => undefined, onReading: () => undefined, onLost: () => undefined });
  let position = 0;
  const say = (): boolean => {
    stream.push(position, new Int16Array(160));
    position += 160;
    return heard;
  };
  await expect.poll(say, { timeout: 20_000, interval: 20 }).toBe(true);
  expect(told.filter((line) => line === 'down')).toHaveLength(3);
  expect(told.filter((line) => line.startsWith('started'))).toEqual(['started without []', 'started without []', 'started without []', 'started without ["mine"]']);
  expect(told.some((line) => line.includes('are set aside'))).toBe(true);
});
