import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LiveRoom } from './live-room.ts';

/**
 * A real process that says what it is configured with and who it is, is ready at once, has said everything as soon as speech is divided
 * (with the token `silent` it never has; with `mortal` it dies then), ends when it is asked to, and dies when it is told to hold `xx`.
 */
const WORKER = `
  const channel = (language) => ({ language, trackName: 'channel:' + language, trackSid: 'TR', source: 'floor', reason: 'starting', sinceMs: 0, path: [], lagMs: 0, droppedClauses: 0, policy: 'machine-until-human', takeover: 'drop', rate: 1 });
  const engine = { id: 'none', kind: 'voice', serves: [], state: 'ready', message: '' };
  const stats = { atMs: 0, speakers: [], channels: [], liveQueue: { fullestMs: 0, limitMs: 1 }, engineLoad: { audioWaitMs: 0, audioWaitLimitMs: 1, behindMs: 0, requests: 0, recycled: 0 },
    drops: { frames: 0, engineAudioMs: 0, unrecognisedSegments: 0, liveAudioMs: 0, segments: 0, captions: 0 }, engines: [engine], processes: [{ name: 'session-worker', pid: process.pid }, { name: 'engine-host', pid: process.pid + 10_000_000 }] };
  let languages;
  let token;
  process.on('message', (message) => {
    if (message.type === 'configure') {
      ({ languages, token } = message.config);
      process.send({ type: 'phase', phase: { kind: 'live' } });
      process.send({ type: 'log', level: 'info', message: 'configured', fields: { holds: message.config.holds, succeeds: message.config.succeeds, token: message.config.token } });
      if (token === 'never') return;
      process.send({ type: 'channels', channels: languages.map(channel) });
      // When it is ready, and until it is known what it hears.
      for (let seconds = 0; seconds < 3; seconds++) process.send({ type: 'stats', stats });
    }
    if (message.type === 'speech.divide') {
      process.send({ type: 'log', level: 'info', message: 'divided', fields: { token, atMs: message.atMs } });
      if (token === 'mortal') process.exit(1);
      if (token !== 'silent') for (const language of languages) process.send({ type: 'channel-said', language });
    }
    if (message.type === 'succession.off') process.send({ type: 'log', level: 'info', message: 'kept', fields: { token } });
    if (message.type === 'shutdown') process.exit(0);
    if (message.type === 'channel.hold' && message.language === 'xx') process.exit(1);
  });
`;

/** @param first what the first worker does, by its token */
async function startRoom(first = 'first') {
  const dir = await mkdtemp(join(tmpdir(), 'live-room-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await writeFile(join(dir, 'session-worker.js'), WORKER);
  const plan = { name: 'hall', floorLanguage: 'en', languages: ['es', 'fr'], policies: {} };
  const configured: unknown[] = [];
  const divided: unknown[] = [];
  const kept: unknown[] = [];
  const gone: string[] = [];
  const tokens = { '': first, '.2': 'second' };
  const room = new LiveRoom({
    plan,
    rehearsal: false,
    createdAtMs: Date.now(),
    nodePath: process.execPath,
    workersDir: dir,
    runDir: dir,
    configure: async (seat) => ({ room: plan.name, url: 'ws://127.0.0.1:1', token: tokens[seat], ...plan, loudnessTargetLufs: -23, resourcesDir: dir, engines: [] }),
    onChange: () => undefined,
    onFinalCaption: () => undefined,
    onWorkerGone: (reason) => gone.push(reason),
    onLog: (_, message, fields) => {
      if (message === 'configured') configured.push(fields);
      if (message === 'divided') divided.push(fields);
      if (message === 'kept') kept.push(fields);
    },
  });
  onTestFinished(() => room[Symbol.asyncDispose]());
  const workers = (count: number) => expect.poll(() => configured.length).toBe(count);
  room.start();
  await workers(1);
  await expect.poll(() => room.hub.stats.current).toBeDefined();
  /** The second worker has told that it is ready. */
  const readyBeside = () => expect.poll(() => room.processes.filter(({ name }) => name === 'engine-host').length).toBe(2);
  return { room, configured, divided, kept, workers, readyBeside, gone, tokens };
}

test('a fresh worker takes the place of the one in use, beside it and as somebody else, and holds what the operator holds', async () => {
  const { room, configured, gone } = await startRoom();
  room.hold('es', 'silence');
  room.hold('fr', 'floor');
  room.hold('fr', 'auto');
  const [old] = room.processes;
  await room.recycleWorker();
  expect(configured).toEqual([
    { holds: {}, succeeds: false, token: 'first' },
    { holds: { es: 'silence' }, succeeds: true, token: 'second' },
  ]);
  expect(room.processes.map(({ pid }) => pid)).not.toContain(old!.pid);
  expect(room.view.phase).toEqual({ kind: 'live' });
  expect(gone).toEqual([]);
  // And again, into the first one's seat.
  await room.recycleWorker();
  expect(configured.at(-1)).toEqual({ holds: { es: 'silence' }, succeeds: true, token: 'first' });
});

test('a worker that died is followed by one in its own seat, and the policy decides again', async () => {
  const { room, configured, workers, gone } = await startRoom();
  room.hold('es', 'silence');
  room.hold('xx', 'floor');
  await workers(2);
  expect(configured.at(-1)).toEqual({ holds: {}, succeeds: false, token: 'first' });
  expect(gone).toHaveLength(1);
});

test('a fresh worker that does not get so far is ended when the room is closed, and the one in use goes with it', async () => {
  const { room, workers, tokens } = await startRoom();
  tokens['.2'] = 'never';
  const recycling = expect(room.recycleWorker()).rejects.toThrow('was closed while its session worker was being replaced');
  await workers(2);
  const pids = room.processes.filter(({ name }) => name === 'session-worker').map(({ pid }) => pid);
  expect(pids).toHaveLength(2);
  await room[Symbol.asyncDispose]();
  await recycling;
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('when the worker in use dies while a fresh one is ready, that takes over at once', async () => {
  const { room, configured, readyBeside, gone } = await startRoom();
  // Somebody speaks, so that nothing is divided yet.
  room.hub.floor.set([{ identity: 'speaker:a', name: 'A', language: 'en', speaking: true, changedAtMs: Date.now() }]);
  const [old] = room.processes;
  const recycling = room.recycleWorker();
  await readyBeside();
  process.kill(old!.pid, 'SIGKILL');
  await recycling;
  await expect.poll(() => gone).toHaveLength(1);
  expect(room.processes.map(({ pid }) => pid)).not.toContain(old!.pid);
  expect(room.view.phase).toEqual({ kind: 'live' });
  expect(configured).toHaveLength(2);
});

test('… and also when speech is divided already: then all of it is the fresh one’s', async () => {
  const { room, configured, divided, tokens, gone } = await startRoom('silent');
  tokens['.2'] = 'second';
  room.hold('es', 'silence');
  const [old] = room.processes;
  const recycling = room.recycleWorker();
  await expect.poll(() => divided).toHaveLength(2);
  process.kill(old!.pid, 'SIGKILL');
  await recycling;
  await expect.poll(() => divided).toContainEqual({ token: 'second', atMs: 0 });
  expect(gone).toHaveLength(1);
  expect(room.view.phase).toEqual({ kind: 'live' });
  // What is held is held by the one that took over: nobody has to be told again.
  await room.recycleWorker();
  expect(configured.at(-1)).toMatchObject({ holds: { es: 'silence' } });
});

test('a fresh worker that dies after speech was divided leaves everything to the one in use', async () => {
  const { room, kept, tokens } = await startRoom();
  tokens['.2'] = 'mortal';
  await expect(room.recycleWorker()).rejects.toThrow('so the one in use stays');
  await expect.poll(() => kept).toEqual([{ token: 'first' }]);
  expect(room.view.phase).toEqual({ kind: 'live' });
});
