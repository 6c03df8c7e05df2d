import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LiveRoom } from './live-room.ts';

/** A real process that says what it is configured with, ends when it is asked to, and dies when it is told to hold `xx`. */
const WORKER = `
  process.on('message', (message) => {
    if (message.type === 'configure') {
      process.send({ type: 'phase', phase: { kind: 'live' } });
      process.send({ type: 'log', level: 'info', message: 'held', fields: message.config.holds });
    }
    if (message.type === 'shutdown') process.exit(0);
    if (message.type === 'channel.hold' && message.language === 'xx') process.exit(1);
  });
`;

test('what the operator holds is held again by a worker that was started anew on purpose, and not by one that follows a death', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'live-room-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await writeFile(join(dir, 'session-worker.js'), WORKER);
  const plan = { name: 'hall', floorLanguage: 'en', languages: ['es', 'fr'], policies: {} };
  const held: unknown[] = [];
  const room = new LiveRoom({
    plan,
    rehearsal: false,
    createdAtMs: Date.now(),
    nodePath: process.execPath,
    workersDir: dir,
    runDir: dir,
    configure: async () => ({ room: plan.name, url: 'ws://127.0.0.1:1', token: 'none', ...plan, loudnessTargetLufs: -23, resourcesDir: dir, engines: [] }),
    onChange: () => undefined,
    onFinalCaption: () => undefined,
    onWorkerGone: () => undefined,
    onLog: (_, message, fields) => {
      if (message === 'held') held.push(fields);
    },
  });
  onTestFinished(() => room[Symbol.asyncDispose]());
  const worker = (count: number) => expect.poll(() => held.length, { timeout: 5_000 }).toBe(count);

  room.start();
  await worker(1);
  room.hold('es', 'silence');
  room.hold('fr', 'floor');
  room.hold('fr', 'auto');
  room.recycleWorker();
  await worker(2);
  room.hold('xx', 'floor');
  await worker(3);
  expect(held).toEqual([{}, { es: 'silence' }, {}]);
});
