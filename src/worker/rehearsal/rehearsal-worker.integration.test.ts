import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type HostToRehearsal, RehearsalToHost } from '../../shared/protocol/rehearsal-protocol.ts';
import { captionAttributes, TRANSCRIPTION_TOPIC } from '../../shared/tracks.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { CLOCKED } from '../../shared/node/test-clocked.ts';
import { frames } from '../rtc/frames.ts';
import { joinRoom } from '../rtc/join-room.ts';
import { PacedSource } from '../rtc/paced-source.ts';
import { startPacer } from '../rtc/pacer.ts';
import type { RoomEvent } from '../rtc/room-event.ts';
import { startTestServer, type TestServer } from '../rtc/test-server.ts';
import { TrackMeter } from './track-meter.ts';

const WORKER = join(import.meta.dirname, '../../../out/main/rehearsal-worker.js');
const LINES = [
  { speaker: 'A', text: 'Good morning, everyone.', gapMs: 300 },
  { speaker: 'B', text: 'Thank you very much.', gapMs: -300 },
];

let server: TestServer;
let rooms = 0;
beforeAll(async () => {
  if (!existsSync(WORKER)) throw new Error('build first: npm run build');
  server = await startTestServer();
});
afterAll(() => server.close());

type Message<T extends RehearsalToHost['type']> = Extract<RehearsalToHost, { type: T }>;

/** The built worker in a room of its own, two speakers and a probe; the test is its host and its session worker. */
async function rehearse(lines: Extract<HostToRehearsal, { type: 'configure' }>['config']['lines'] = LINES) {
  const room = `rehearsal-${process.pid}-${rooms++}`;
  const messages: RehearsalToHost[] = [];
  const child = fork(WORKER, [], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const send = (message: HostToRehearsal): void => void child.send(message);
  child.on('message', (raw) => {
    const message = RehearsalToHost.parse(raw);
    messages.push(message);
    if (message.type === 'token-request') void server.token(room, message.identity, { role: 'speaker' }).then((token) => send({ type: 'token', identity: message.identity, token }));
  });
  const speaker = async (letter: string) => ({ speaker: letter, identity: `speaker:${letter}`, name: letter, voice: 'en-us+f2', wordsPerMinute: 150, token: await server.token(room, `speaker:${letter}`, { role: 'speaker' }) });
  const speakers = [await speaker('A'), await speaker('B')];
  send({ type: 'configure', config: { room, url: server.url, speakers, lines, repeat: true, probeToken: await server.token(room, 'listener:probe'), languages: ['es'], probeFloor: false } });

  send({ type: 'join' });
  const events: RoomEvent[] = [];
  const console = await joinRoom({ url: server.url, token: await server.token(room, 'translator:t'), autoSubscribe: true, signal: AbortSignal.timeout(20_000), onEvent: (event) => events.push(event) });
  onTestFinished(() => console.leave());
  const of = <T extends RehearsalToHost['type']>(type: T): Array<Message<T>> => messages.filter((message): message is Message<T> => message.type === type);
  await expect.poll(() => of('ready').length, { timeout: 20_000 }).toBe(1);
  return { child, exited, send, of, console, events };
}

test('speakers read at their pace, talk over each other, and their words are where the sound is', CLOCKED, async () => {
  const { send, of, events } = await rehearse();
  const onsets = new Map<string, number[]>();
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  await expect.poll(() => events.filter(({ kind }) => kind === 'track').length, { timeout: 10_000 }).toBe(2);
  for (const event of events) {
    if (event.kind !== 'track') continue;
    expect(event.track.name).toBe('floor');
    const { identity } = event.track;
    onsets.set(identity, []);
    void (async () => {
      const meter = new TrackMeter();
      for await (const frame of frames(event.track, { signal: stop.signal })) if (meter.take(frame.samples, frame.sampleRateHz, frame.arrivedAtMs)) onsets.get(identity)?.push(frame.arrivedAtMs);
    })();
  }

  send({ type: 'start' });
  await expect.poll(() => of('line-ended').length, { timeout: 15_000 }).toBeGreaterThanOrEqual(2);
  send({ type: 'pause' });

  const [first, second] = of('line-ended').sort((a, b) => a.startMs - b.startMs);
  expect(first).toMatchObject({ index: 0, identity: 'speaker:A', text: LINES[0]?.text });
  expect(first?.words.map(({ text }) => text)).toEqual(['Good', 'morning,', 'everyone.']);
  expect(second?.words.map(({ text }) => text)).toEqual(['Thank', 'you', 'very', 'much.']);
  // Overlap as asked for, to a frame and a scheduling delay.
  expect((first?.endMs ?? 0) - (second?.startMs ?? 0)).toBeGreaterThan(200);
  for (const line of [first, second]) {
    for (const [index, word] of line?.words.entries() ?? []) {
      expect(word.endMs).toBeGreaterThan(word.startMs);
      expect(word.startMs).toBeGreaterThanOrEqual(line?.words[index - 1]?.endMs ?? 0);
    }
    // From the encoder through the SFU and the jitter buffer: never before it was said, and not long after.
    const wayMs = (onsets.get(line?.identity ?? '')?.[0] ?? 0) - (line?.words[0]?.startMs ?? 0);
    expect(wayMs).toBeGreaterThan(10);
    expect(wayMs).toBeLessThan(400);
  }
});

test('the probe hears when a channel begins to speak, receives captions, and a late listener is timed', CLOCKED, async () => {
  const { send, of, console } = await rehearse();
  const source = new PacedSource('channel:es');
  const frame = new Int16Array(source.frameSamples);
  const outMs: number[] = [];
  let count = 0;
  const stop = startPacer({
    writeFrame: () => {
      // 200 ms of tone every second.
      const speaks = count % 100 >= 80;
      if (count % 100 === 80) outMs.push(nowMs());
      for (let n = 0; n < frame.length; n++) frame[n] = speaks ? 8_000 * Math.sin(n / 8) : 0;
      source.write(frame);
      count++;
    },
  });
  onTestFinished(async () => {
    stop();
    await source.close();
  });
  await console.publish(source);
  await console.sendText(TRANSCRIPTION_TOPIC, 'Buenos días', {
    [captionAttributes.segmentId]: 's1/es',
    [captionAttributes.final]: 'true',
    [captionAttributes.language]: 'es',
    [captionAttributes.sourceLanguage]: 'en',
    [captionAttributes.stableLength]: '11',
  });
  await expect.poll(() => of('heard').length, { timeout: 15_000 }).toBeGreaterThanOrEqual(4);
  send({ type: 'measure-join', token: await server.token(`rehearsal-${process.pid}-${rooms - 1}`, 'listener:late') });
  await expect.poll(() => of('joined').length, { timeout: 15_000 }).toBe(1);

  const heard = of('heard').slice(1);
  const waysMs = heard.map(({ atMs }) => Math.min(...outMs.filter((out) => out <= atMs).map((out) => atMs - out)));
  expect(Math.max(...waysMs)).toBeLessThan(300);
  expect(Math.min(...waysMs)).toBeGreaterThan(10);
  expect(of('caption-heard')).toMatchObject([{ captionId: 's1/es', segmentId: 's1', text: 'Buenos días', final: true, stableLength: 11, sourceLanguage: 'en' }]);
  const [totals] = of('probe').at(-1)?.tracks ?? [];
  expect(totals).toMatchObject({ track: 'channel:es', gaps: 0, unsubscribed: 0 });
  expect(Math.abs((totals?.audioSeconds ?? 0) - (totals?.elapsedSeconds ?? 0))).toBeLessThan(0.3);
  expect(of('joined')[0]?.firstAudioMs).toBeGreaterThan(of('joined')[0]?.joinMs ?? Infinity);
});

test('a server that crashes and comes back is joined again, and the script goes on', async () => {
  const { send, of } = await rehearse();
  send({ type: 'start' });
  await expect.poll(() => of('line-ended').length, { timeout: 15_000 }).toBeGreaterThanOrEqual(1);
  await server.kill();
  await server.restart();
  const before = of('line-ended').length;
  await expect.poll(() => of('line-ended').slice(before).some(({ words }) => words.length > 2), { timeout: 40_000 }).toBe(true);
});

test('goes when its host is gone', async () => {
  const { child, exited } = await rehearse();
  child.disconnect();
  expect(await exited).toEqual([0, null]);
});

test('lines without a gap between them are read to their end, each at its own pace', CLOCKED, async () => {
  const text = 'My name is Anna, and a small town built a new plant.';
  const { send, of } = await rehearse([
    { speaker: 'A', text, gapMs: 0 },
    { speaker: 'A', text, gapMs: 0, wordsPerMinute: 190 },
    { speaker: 'A', text, gapMs: 0 },
  ]);
  send({ type: 'start' });
  await expect.poll(() => of('line-ended').length, { timeout: 20_000 }).toBeGreaterThanOrEqual(3);

  const [first, fast, third] = of('line-ended');
  expect([first, fast, third].map((line) => line!.words.map((word) => word.text).join(' '))).toEqual([text, text, text]);
  expect(Math.abs(fast!.startMs - first!.endMs)).toBeLessThan(30);
  expect(Math.abs(third!.startMs - fast!.endMs)).toBeLessThan(30);
  expect((fast!.endMs - fast!.startMs) / (first!.endMs - first!.startMs)).toBeLessThan(0.85);
});
