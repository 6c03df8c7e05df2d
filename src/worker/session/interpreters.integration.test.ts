import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { ChannelStatus, ChannelSwitch } from '../../shared/live/channel.ts';
import type { HostToSession } from '../../shared/protocol/session-protocol.ts';
import { boothTrack, channelTrack, FLOOR_TRACK } from '../../shared/tracks.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { frames } from '../rtc/frames.ts';
import { joinRoom } from '../rtc/join-room.ts';
import { startTestServer, type TestServer } from '../rtc/test-server.ts';
import { forkSessionWorker, RESOURCES } from './fixtures/fork-session-worker.ts';

// The built session worker, a real server, real audio: who speaks is told by the pitch of a tone.
const ROOM = 'booth-test';
const FLOOR_HZ = 440;
const BOOTH_HZ = 700;

async function startServer(): Promise<TestServer> {
  const server = await startTestServer();
  onTestFinished(() => server.close());
  return server;
}

async function startSession(server: TestServer, policy: 'human-only' | 'machine-until-human') {
  const switches: ChannelSwitch[] = [];
  const session = { channel: undefined as ChannelStatus | undefined, phase: '', twoVoicesMs: -1, noSourceMs: -1 };
  const token = await server.token(ROOM, 'translator:1', { role: 'translator' });
  const child = forkSessionWorker((message) => {
    if (message.type === 'channels') session.channel = message.channels[0];
    if (message.type === 'switch') switches.push(message.change);
    if (message.type === 'phase') session.phase = message.phase.kind;
    if (message.type === 'stats') ({ twoVoicesMs: session.twoVoicesMs, noSourceMs: session.noSourceMs } = message.stats.channels[0]!);
  });
  child.send({ type: 'configure', config: { room: ROOM, url: server.url, token, floorLanguage: 'en', languages: ['es'], policies: { es: { policy, takeover: 'drop' } }, resourcesDir: RESOURCES } });
  await expect.poll(() => session.phase, { timeout: 20_000 }).toBe('live');
  const tell = (message: HostToSession) => child.send(message);
  return { session, switches, tell };
}

async function startPublisher(server: TestServer, identity: string, role: string, track: string, hertz: number) {
  const token = await server.token(ROOM, identity, { role, language: role === 'speaker' ? 'en' : 'es' });
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../rtc/fixtures/tone-publisher.mjs'), server.url, token, track, String(hertz)], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const line = async (): Promise<string> => {
    for (;;) {
      const { done, value } = await lines.next();
      if (done === true) throw new Error('the publisher ended');
      // The library writes its own lines, too.
      if (value.startsWith('= ')) return value.slice(2);
    }
  };
  const sid = await line();
  return {
    child,
    setOpen: (open: boolean) => server.mute(ROOM, identity, sid, !open),
    /** Resolves with the moment at which the first sample is due at the encoder. */
    async tone(): Promise<number> {
      child.stdin.write('tone\n');
      return Number(await line());
    },
    order: (what: 'mute' | 'unmute' | 'blink') => child.stdin.write(`${what}\n`),
    /** Opens the microphone, plays half a second of the tone, and mutes the microphone as soon as the last of it is encoded. */
    async word(): Promise<number> {
      child.stdin.write('word\n');
      return Number(await line());
    },
  };
}

/** An ordinary listener of the channel: what it hears, 10 ms at a time, and whether it was ever subscribed anew. */
async function startListener(server: TestServer) {
  const heard: { readonly atMs: number; readonly hertz: number | undefined }[] = [];
  const sids = new Set<string>();
  const endings: string[] = [];
  const stop = new AbortController();
  const room = await joinRoom({
    url: server.url,
    token: await server.token(ROOM, 'listener:a', { role: 'listener' }),
    autoSubscribe: true,
    signal: AbortSignal.timeout(10_000),
    onEvent(event) {
      if (event.kind === 'track-ended') endings.push(event.sid);
      if (event.kind !== 'track' || event.track.name !== channelTrack('es')) return;
      sids.add(event.track.sid);
      void (async () => {
        for await (const { samples, arrivedAtMs } of frames(event.track, { signal: stop.signal })) heard.push({ atMs: arrivedAtMs, hertz: pitchOf(samples) });
      })();
    },
  });
  onTestFinished(async () => {
    stop.abort();
    await room.leave();
  });
  return {
    sids,
    endings,
    now: () => heard.at(-1)?.hertz,
    /** How long `hertz` has been heard since `fromMs`. */
    heardMs: (hertz: number, fromMs: number): number => 10 * heard.filter((frame) => frame.atMs >= fromMs && frame.hertz === hertz).length,
    /** The first frame after `fromMs` in which `hertz` is heard. */
    async firstMs(hertz: number, fromMs: number): Promise<number> {
      const find = () => heard.find((frame) => frame.atMs >= fromMs && frame.hertz === hertz)?.atMs;
      await expect.poll(find, { timeout: 5_000, interval: 10 }).toBeDefined();
      return find()!;
    },
  };
}

/** Which of the two tones is the louder in 10 ms, undefined when neither is there. */
function pitchOf(samples: Int16Array): number | undefined {
  const [floor, booth] = [powerAt(FLOOR_HZ, samples), powerAt(BOOTH_HZ, samples)];
  if (Math.max(floor, booth) < 300) return undefined;
  return floor > booth ? FLOOR_HZ : BOOTH_HZ;
}

function powerAt(hertz: number, samples: Int16Array): number {
  let [sine, cosine] = [0, 0];
  for (let n = 0; n < samples.length; n++) {
    const phase = (2 * Math.PI * hertz * n) / 48_000;
    sine += samples[n]! * Math.sin(phase);
    cosine += samples[n]! * Math.cos(phase);
  }
  return (2 * Math.hypot(sine, cosine)) / samples.length;
}

test('a booth microphone takes the channel as it opens and leaves it to the floor as it closes or drops, on one subscription', async () => {
  const server = await startServer();
  const { session, switches } = await startSession(server, 'human-only');
  const listener = await startListener(server);
  const speaker = await startPublisher(server, 'speaker:a', 'speaker', FLOOR_TRACK, FLOOR_HZ);
  await speaker.tone();
  const [first, second] = [
    await startPublisher(server, 'interpreter:a', 'interpreter', boothTrack('es'), BOOTH_HZ),
    await startPublisher(server, 'interpreter:b', 'interpreter', boothTrack('es'), BOOTH_HZ),
  ];
  await first.setOpen(false);
  await second.setOpen(false);
  await first.tone();
  await second.tone();
  await expect.poll(() => session.channel?.human?.open).toBe(false);
  await expect.poll(listener.now, { timeout: 10_000 }).toBe(FLOOR_HZ);
  await sleep(500);
  switches.length = 0;
  const figures: Record<string, number> = {};
  const within = async (what: string, hertz: number, act: () => unknown): Promise<void> => {
    const atMs = nowMs();
    await act();
    figures[what] = (await listener.firstMs(hertz, atMs)) - atMs;
    await sleep(500);
  };

  await within('opened', BOOTH_HZ, () => first.setOpen(true));
  expect(session.channel).toMatchObject({ source: 'human', reason: 'human-speaks', human: { identity: 'interpreter:a', open: true } });
  await within('closed', FLOOR_HZ, () => first.setOpen(false));
  await within('opened again', BOOTH_HZ, () => first.setOpen(true));
  // Nobody says goodbye, and the SFU will not notice for a long time.
  await within('killed', FLOOR_HZ, () => first.child.kill('SIGKILL'));
  await within('colleague opened', BOOTH_HZ, () => second.setOpen(true));
  await within('colleague dropped', FLOOR_HZ, () => second.child.kill('SIGSTOP'));
  await within('colleague is back', BOOTH_HZ, () => second.child.kill('SIGCONT'));
  await sleep(1_000);

  const taken = ['floor', 'human', undefined];
  const left = (why: string) => ['human', 'floor', why];
  expect(switches.map(({ from, to, humanLeft }) => [from, to, humanLeft])).toEqual([taken, left('closed'), taken, left('dropped'), taken, left('dropped'), taken]);
  expect(switches.map(({ identity }) => identity?.at(-1)).join('')).toBe('aaaabbb');
  expect(session.twoVoicesMs).toBe(0);
  // A machine that stands still holds up a microphone by up to 100 ms; a floor that stops at each of the four openings is silent for 50 ms and more every time.
  expect(session.noSourceMs).toBeLessThan(180);
  expect(listener.sids.size).toBe(1);
  expect(listener.endings).toEqual([]);
  // Generous: what it takes on an idle machine stands in docs/adr; here it must not be what the SFU would take to notice.
  for (const [what, ms] of Object.entries(figures)) expect(ms, what).toBeLessThan(what === 'colleague is back' ? 4_000 : 1_500);
});

test('a word is heard to its end by an interpreter who mutes the microphone as she has said it', async () => {
  const server = await startServer();
  const { session, switches } = await startSession(server, 'human-only');
  const listener = await startListener(server);
  const interpreter = await startPublisher(server, 'interpreter:a', 'interpreter', boothTrack('es'), BOOTH_HZ);
  interpreter.order('mute');
  await expect.poll(() => session.channel?.human?.open).toBe(false);
  const heardMs: number[] = [];
  switches.length = 0;
  for (let time = 0; time < 5; time++) {
    const fromMs = await interpreter.word();
    await expect.poll(() => switches.length, { timeout: 5_000 }).toBe(2 * (time + 1));
    await sleep(500);
    heardMs.push(listener.heardMs(BOOTH_HZ, fromMs));
  }
  process.stdout.write(`  of 500 ms before the mute were heard ${heardMs.join(', ')} ms\n`);
  // The cross-fades at both ends are too soft to be told as the tone; a channel that is left when the mute is told loses 50 to 100 ms more.
  expect(heardMs.sort((a, b) => a - b)[2]).toBeGreaterThanOrEqual(480);
  expect(switches.map(({ to, humanLeft }) => [to, humanLeft])).toEqual(Array.from({ length: 5 }, () => [['human', undefined], ['floor', 'closed']]).flat());

  interpreter.order('unmute');
  await interpreter.tone();
  await expect.poll(() => session.channel?.source).toBe('human');
  const left: number[] = [];
  for (let time = 0; time < 4; time++) {
    switches.length = 0;
    interpreter.order('blink');
    await sleep(700);
    left.push(switches.length);
  }
  // A machine that is late with one of the two events takes it for a mute and an opening, which it may.
  expect(left.filter((times) => times === 0).length).toBeGreaterThanOrEqual(2);
});
