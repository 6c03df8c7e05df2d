import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ChannelStatus } from '../../shared/live/channel.ts';
import type { SessionToHost } from '../../shared/protocol/session-protocol.ts';
import { TRANSCRIPTION_TOPIC } from '../../shared/tracks.ts';
import { frames } from '../rtc/frames.ts';
import { joinRoom, type ReceivedText } from '../rtc/join-room.ts';
import { PacedSource } from '../rtc/paced-source.ts';
import { startPacer } from '../rtc/pacer.ts';
import { startTestServer, type TestServer } from '../rtc/test-server.ts';
import { Resampler } from '../sound/resampler.ts';
import { forkSessionWorker, RESOURCES } from './fixtures/fork-session-worker.ts';

// The built session worker and engine host, a real server, real speech.
const root = resolve(import.meta.dirname, '../../..');
const SPEECH = resolve(root, 'src/worker/engines/fixtures/eval-sounds/script_07_en-us_max.wav');
const LANGUAGES = ['es', 'fr'];
const ROOM = 'session-test';

async function startSession(server: TestServer) {
  const messages: SessionToHost[] = [];
  const token = () => server.token(ROOM, 'translator:1', { role: 'translator' });
  const child = forkSessionWorker((message) => {
    if (message.type !== 'levels') messages.push(message);
    if (message.type === 'token-request') void token().then((fresh) => child.send({ type: 'token', token: fresh }));
  });
  child.send({ type: 'configure', config: { room: ROOM, url: server.url, token: await token(), floorLanguage: 'en', languages: LANGUAGES, resourcesDir: RESOURCES } });

  const last = <T extends SessionToHost['type']>(type: T) => messages.findLast((message) => message.type === type) as Extract<SessionToHost, { type: T }> | undefined;
  const channels = (): ChannelStatus[] => last('channels')?.channels ?? [];
  return { child, messages, last, channels, phase: () => last('phase')?.phase.kind };
}

async function startSpeaker(server: TestServer) {
  const wav = readFileSync(SPEECH);
  const resampler = new Resampler(wav.readUInt32LE(24), 48_000);
  const pcm = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length - (wav.length % 2)));
  const speech = Int16Array.from([...resampler.push(pcm), ...resampler.flush(), ...new Int16Array(48_000)]);

  const source = new PacedSource('floor');
  const frame = new Int16Array(source.frameSamples);
  let at = 0;
  const stop = startPacer({
    writeFrame() {
      frame.set(speech.subarray(at, at + frame.length));
      at = at + 2 * frame.length > speech.length ? 0 : at + frame.length;
      source.write(frame);
    },
  });
  const room = await joinRoom({ url: server.url, token: await server.token(ROOM, 'speaker:a', { role: 'speaker', language: 'en' }), autoSubscribe: false, onEvent: () => {}, signal: AbortSignal.timeout(10_000) });
  await room.publish(source);
  onTestFinished(async () => {
    stop();
    await room.leave();
    await source.close();
  });
}

/** Hears `channel:es` and counts what an ordinary listener gets of it. */
async function startListener(server: TestServer) {
  const heard = { samples: 0, firstMs: 0, lastMs: 0, longestGapMs: 0, endings: 0, texts: new Array<ReceivedText>() };
  const stop = new AbortController();
  const room = await joinRoom({
    url: server.url,
    token: await server.token(ROOM, 'listener:a', { role: 'listener' }),
    autoSubscribe: true,
    signal: AbortSignal.timeout(10_000),
    onEvent(event) {
      if (event.kind === 'track-ended') heard.endings++;
      if (event.kind !== 'track' || event.track.name !== 'channel:es') return;
      void (async () => {
        for await (const { samples, arrivedAtMs } of frames(event.track, { signal: stop.signal })) {
          heard.firstMs ||= arrivedAtMs;
          if (heard.lastMs > 0) heard.longestGapMs = Math.max(heard.longestGapMs, arrivedAtMs - heard.lastMs);
          heard.lastMs = arrivedAtMs;
          heard.samples += samples.length;
        }
      })();
    },
  });
  room.onText(TRANSCRIPTION_TOPIC, (received) => heard.texts.push(received));
  onTestFinished(async () => {
    stop.abort();
    await room.leave();
  });
  return heard;
}

async function server(): Promise<TestServer> {
  const started = await startTestServer();
  onTestFinished(() => started.close());
  return started;
}

const finals = (messages: readonly SessionToHost[], kind: 'source' | 'translation') => messages.filter((message) => message.type === 'caption' && message.caption.kind === kind && message.caption.final && message.caption.stable !== '').length;

describe('the session worker', () => {
  test('captions and translates; when the engine host dies the floor is heard at once, and the track never breaks', async () => {
    const sfu = await server();
    const session = await startSession(sfu);
    await expect.poll(session.phase, { timeout: 20_000 }).toBe('live');
    const listener = await startListener(sfu);
    await startSpeaker(sfu);
    const speaking = () => session.channels().map(({ source }) => source);

    await expect.poll(speaking, { timeout: 40_000 }).toEqual(['machine', 'machine']);
    await expect.poll(() => finals(session.messages, 'translation'), { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
    await expect.poll(() => session.messages.some((message) => message.type === 'trace' && message.trace.languages.some(({ outcome }) => outcome === 'spoken')), { timeout: 20_000 }).toBe(true);
    expect(listener.texts.some(({ attributes }) => attributes['language'] === 'es' && attributes['lk.transcription_final'] === 'true')).toBe(true);

    const engineHost = session.last('stats')!.stats.processes.find(({ name }) => name !== 'session-worker')!;
    const before = finals(session.messages, 'translation');
    const killedAtMs = Date.now();
    process.kill(engineHost.pid, 'SIGKILL');
    const toFloor = () => session.messages.flatMap((message) => (message.type === 'switch' && message.change.reason === 'engines-down' && message.change.to === 'floor' ? [message.change] : []));
    await expect.poll(() => toFloor().map(({ language }) => language), { timeout: 10_000 }).toEqual(expect.arrayContaining(LANGUAGES));
    expect(Math.max(...toFloor().map(({ atMs }) => atMs)) - killedAtMs).toBeLessThan(2_000);
    await expect.poll(speaking, { timeout: 20_000 }).toEqual(['machine', 'machine']);
    await expect.poll(() => finals(session.messages, 'translation'), { timeout: 20_000 }).toBeGreaterThan(before);

    const seconds = (listener.lastMs - listener.firstMs) / 1000;
    expect(listener.endings).toBe(0);
    expect(Math.abs(listener.samples / 48_000 - seconds)).toBeLessThan(0.3);
    expect(session.last('stats')!.stats.channels.map(({ twoVoicesMs }) => twoVoicesMs)).toEqual([0, 0]);

    const exited = once(session.child, 'exit');
    session.child.send({ type: 'shutdown' });
    expect(await exited).toEqual([0, null]);
  });

  test('joins again with a fresh token when the server stays away for longer than the client is patient', async () => {
    const sfu = await server();
    const session = await startSession(sfu);
    await expect.poll(session.phase, { timeout: 20_000 }).toBe('live');
    await sfu.kill();
    await sleep(7_000);
    await sfu.restart();
    await expect.poll(session.phase, { timeout: 15_000 }).toBe('live');
    expect(session.messages.some((message) => message.type === 'token-request')).toBe(true);

    const listener = await startListener(sfu);
    await expect.poll(() => listener.samples, { timeout: 10_000 }).toBeGreaterThan(48_000);
  });

  test('ends by itself when its host is gone', async () => {
    const sfu = await server();
    const session = await startSession(sfu);
    await expect.poll(session.phase, { timeout: 20_000 }).toBe('live');
    const exited = once(session.child, 'exit');
    session.child.disconnect();
    await expect(Promise.race([exited, sleep(5_000, 'still there')])).resolves.not.toBe('still there');
  });
});
