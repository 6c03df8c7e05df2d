import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { CLOCKED } from '../../shared/node/test-clocked.ts';
import { SOUND_RATE_HZ } from '../sound/pcm.ts';
import { frames } from './frames.ts';
import { joinRoom } from './join-room.ts';
import { PacedSource } from './paced-source.ts';
import { startPacer } from './pacer.ts';
import type { RemoteAudio, RoomEvent } from './room-event.ts';
import { startTestServer, type TestServer } from './test-server.ts';

const TONE_HZ = 440;
let server: TestServer;
let rooms = 0;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** Two clients in a fresh room: one that speaks, one that listens. */
async function pair() {
  const room = `rtc-${process.pid}-${rooms++}`;
  const join = async (identity: string, autoSubscribe: boolean) => {
    const events: RoomEvent[] = [];
    const joined = await joinRoom({
      url: server.url,
      token: await server.token(room, identity, { role: 'speaker' }),
      autoSubscribe,
      onEvent: (event) => events.push(event),
      signal: AbortSignal.timeout(10_000),
    });
    onTestFinished(() => joined.leave());
    return { joined, events };
  };
  return { speaker: await join('speaker:a', false), listener: await join('listener:b', false) };
}

/** A source that plays a tone from now on. */
function playTone(name: string, onFrame?: (source: PacedSource) => void): PacedSource {
  const source = new PacedSource(name);
  const frame = new Int16Array(source.frameSamples);
  let position = 0;
  const stop = startPacer({
    writeFrame() {
      for (let n = 0; n < frame.length; n++) frame[n] = 8_000 * Math.sin((2 * Math.PI * TONE_HZ * position++) / SOUND_RATE_HZ);
      source.write(frame);
      // What was handed over must not change any more, whatever happens to our buffer.
      frame.fill(0);
      onFrame?.(source);
    },
  });
  onTestFinished(async () => {
    stop();
    await source.close();
  });
  return source;
}

async function trackOf(events: RoomEvent[], subscribe: (sid: string) => void): Promise<RemoteAudio> {
  const published = await expect.poll(() => events.find((event) => event.kind === 'track-published')).toBeDefined().then(() => events.find((event) => event.kind === 'track-published')!);
  subscribe(published.publication.sid);
  await expect.poll(() => events.some((event) => event.kind === 'track')).toBe(true);
  return events.find((event) => event.kind === 'track')!.track;
}

function risingZeroCrossings(samples: Int16Array): number {
  let crossings = 0;
  for (let n = 1; n < samples.length; n++) if (samples[n - 1]! < 0 && samples[n]! >= 0) crossings++;
  return crossings;
}

describe('a track through a real SFU', () => {
  test('a tone arrives with its frequency, without gaps, in step with the clock', CLOCKED, async () => {
    const { speaker, listener } = await pair();
    await speaker.joined.publish(playTone('floor'));
    const track = await trackOf(listener.events, (sid) => listener.joined.setSubscribed(sid, true));
    expect(track).toMatchObject({ name: 'floor', identity: 'speaker:a' });

    const stop = new AbortController();
    const heard: number[] = [];
    let longestGapMs = 0;
    let lastMs: number | undefined;
    let quietFrames = 0;
    let samples = 0;
    let firstMs = 0;
    for await (const frame of frames(track, { signal: stop.signal })) {
      if (frame.firstSample < SOUND_RATE_HZ / 2) continue;
      firstMs ||= frame.arrivedAtMs;
      if (lastMs !== undefined) longestGapMs = Math.max(longestGapMs, frame.arrivedAtMs - lastMs);
      lastMs = frame.arrivedAtMs;
      samples += frame.samples.length;
      heard.push(risingZeroCrossings(frame.samples));
      if (Math.max(...frame.samples) < 3_000) quietFrames++;
      if (samples >= 4 * SOUND_RATE_HZ) break;
    }
    stop.abort();

    const seconds = samples / SOUND_RATE_HZ;
    const hz = heard.reduce((sum, count) => sum + count, 0) / seconds;
    expect(Math.abs(hz - TONE_HZ)).toBeLessThan(10);
    expect(quietFrames).toBeLessThanOrEqual(1);
    expect(longestGapMs).toBeLessThan(150);
    expect(Math.abs(lastMs! - firstMs - seconds * 1000)).toBeLessThan(100);
  });

  test('a stalled event loop leaves no hole in the sound', CLOCKED, async () => {
    const { speaker, listener } = await pair();
    await speaker.joined.publish(playTone('floor'));
    const track = await trackOf(listener.events, (sid) => listener.joined.setSubscribed(sid, true));
    const stop = new AbortController();
    const heard: Int16Array[] = [];
    const reading = (async () => {
      for await (const { samples } of frames(track, { signal: stop.signal, capacity: 500 })) heard.push(samples);
    })();
    await sleep(1_500);
    heard.length = 0;
    for (let stall = 0; stall < 10; stall++) {
      await sleep(200);
      const untilMs = nowMs() + 25;
      while (nowMs() < untilMs);
    }
    await sleep(200);
    stop.abort();
    await reading;
    const quietFrames = heard.flatMap((samples) => [samples.subarray(0, 240), samples.subarray(240)]).filter((half) => Math.max(...half) < 4_000);
    expect(heard.length).toBeGreaterThan(200);
    // One may be the machine's.
    expect(quietFrames.length).toBeLessThanOrEqual(2);
  });

  test('the source keeps pace; of a long stall the last 100 ms are made good', CLOCKED, async () => {
    const queued: number[] = [];
    const source = playTone('floor', ({ queuedMs }) => queued.push(queuedMs));
    const writtenMs = (): number => queued.length * 10;
    const startedMs = nowMs();
    await sleep(1_000);
    expect(Math.abs(writtenMs() - (nowMs() - startedMs))).toBeLessThan(50);

    const [beforeMs, stalledMs] = [writtenMs(), nowMs()];
    while (nowMs() < stalledMs + 300);
    await sleep(500);

    const unwrittenMs = nowMs() - stalledMs - (writtenMs() - beforeMs);
    expect(Math.abs(unwrittenMs - 200)).toBeLessThan(50);
    expect(queued.at(-1)).toBeLessThanOrEqual(20);
    expect(source.lostMs).toBe(0);
  });

  test('nothing is heard without a subscription', async () => {
    const { speaker, listener } = await pair();
    await speaker.joined.publish(playTone('floor'));
    await sleep(500);
    expect(listener.events.some((event) => event.kind === 'track')).toBe(false);
  });
});

describe('text streams', () => {
  test('arrive in order with their attributes', async () => {
    const { speaker, listener } = await pair();
    const got: string[] = [];
    listener.joined.onText('lk.transcription', ({ text, attributes, identity }) => got.push(`${identity} ${attributes['n']} ${text}`));
    for (let n = 0; n < 20; n++) await speaker.joined.sendText('lk.transcription', `text ${n}`, { n: String(n) });
    await expect.poll(() => got.length, { timeout: 3_000 }).toBe(20);
    expect(got).toEqual(Array.from({ length: 20 }, (_, n) => `speaker:a ${n} text ${n}`));
  });
});

describe('joining', () => {
  test('fails with a code when there is no server', async () => {
    const joining = joinRoom({ url: 'ws://127.0.0.1:9', token: 'x.y.z', autoSubscribe: false, onEvent: () => {}, signal: AbortSignal.timeout(10_000), timeoutMs: 1_000 });
    await expect(joining).rejects.toMatchObject({ code: 'SFU_UNREACHABLE' });
  });

  test('a handler that throws is reported and ends nothing', async () => {
    const reported: unknown[] = [];
    const room = `rtc-${process.pid}-${rooms++}`;
    const joined = await joinRoom({
      url: server.url,
      token: await server.token(room, 'a'),
      autoSubscribe: false,
      onEvent: () => {
        throw new Error('bug');
      },
      onError: (thrown) => reported.push(thrown),
      signal: AbortSignal.timeout(10_000),
    });
    const { leave } = await joinRoom({ url: server.url, token: await server.token(room, 'b'), autoSubscribe: false, onEvent: () => {}, signal: AbortSignal.timeout(10_000) }).then((other) => ({ leave: () => other.leave() }));
    await expect.poll(() => reported.length, { timeout: 3_000 }).toBeGreaterThan(0);
    await leave();
    await joined.leave();
  });
});
