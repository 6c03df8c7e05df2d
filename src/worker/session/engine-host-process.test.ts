import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { MAX_ENGINE_WAIT_MS } from '../engines/protocol.ts';
import { EngineHostProcess, MAX_AUDIO_WAIT_MS } from './engine-host-process.ts';

/** A host that takes everything and says nothing but who it is. */
const PROGRAM = `process.on('message', () => {}); process.send({ type: 'processes', processes: [{ name: 'engine-host', pid: process.pid }] });`;
/** A host in which audio waits to be heard. */
const SLOW = `process.on('message', ({ type }) => { if (type === 'ping') process.send({ type: 'pong', audioWaitMs: 1500 }); }); process.send({ type: 'ready' });`;
const SAMPLES = new Int16Array(160);
const SPEAKERS = 6;

async function started(source: string, onMessage: () => void = () => undefined): Promise<EngineHostProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'dragoman-engine-host-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const program = join(folder, 'host.mjs');
  await writeFile(program, source);
  const host = new EngineHostProcess({ program, start: { resourcesDir: folder, floorLanguage: 'en', languages: [], engines: [] }, onMessage, onEnd: () => undefined, log: () => undefined });
  onTestFinished(() => {
    host.kill();
    return host.close();
  });
  return host;
}

test('of the two queues of audio the fuller one is told, with what it holds', async () => {
  const host = await started(SLOW);
  await expect.poll(() => host.fullestQueue, { timeout: 10_000, interval: 20 }).toEqual({ waitMs: 1_500, limitMs: MAX_ENGINE_WAIT_MS });
  process.kill(host.processes[0]!.pid, 'SIGSTOP');
  const send = (): boolean => host.sendAudio({ type: 'stream.audio', streamId: 's', firstSample: 0, samples: SAMPLES });
  await expect.poll(() => send() && host.audioWaitMs > (MAX_AUDIO_WAIT_MS * 1_500) / MAX_ENGINE_WAIT_MS, { timeout: 10_000, interval: 1 }).toBe(true);
  expect(host.fullestQueue).toMatchObject({ limitMs: MAX_AUDIO_WAIT_MS });
});

test('audio waits for a second at most, however many speak, and flows again when it is taken', async () => {
  let up = false;
  const host = await started(PROGRAM, () => (up = true));
  await expect.poll(() => up, { timeout: 10_000 }).toBe(true);
  const { pid } = host.processes[0]!;
  let position = 0;
  const sendAll = (): boolean[] => Array.from({ length: SPEAKERS }, (_, n) => host.sendAudio({ type: 'stream.audio', streamId: `s${n}`, firstSample: position++ * 160, samples: SAMPLES }));

  process.kill(pid, 'SIGSTOP');
  // What the pipe itself holds counts as taken.
  await expect.poll(() => sendAll() && host.audioWaitMs > 0, { timeout: 10_000, interval: 1 }).toBe(true);
  const began = performance.now() - host.audioWaitMs;
  let refusedMs: number | undefined;
  while (refusedMs === undefined && performance.now() - began < 5_000) {
    await sleep(10);
    if (sendAll().includes(false)) refusedMs = performance.now() - began;
  }
  expect(refusedMs).toBeGreaterThanOrEqual(MAX_AUDIO_WAIT_MS - 5);
  expect(refusedMs).toBeLessThan(MAX_AUDIO_WAIT_MS + 500);

  process.kill(pid, 'SIGCONT');
  await expect.poll(() => host.audioWaitMs, { timeout: 5_000, interval: 10 }).toBe(0);
  expect(sendAll()).not.toContain(false);
});
