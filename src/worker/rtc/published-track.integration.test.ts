import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { joinRoom } from './join-room.ts';
import { PacedSource } from './paced-source.ts';
import { startPacer } from './pacer.ts';
import type { RoomEvent } from './room-event.ts';
import { startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

test('a published track is mono with redundancy, and is sent in full through silence', async () => {
  const room = `published-${process.pid}`;
  const join = async (identity: string, events: RoomEvent[] = []) => {
    const joined = await joinRoom({ url: server.url, token: await server.token(room, identity), autoSubscribe: true, onEvent: (event) => events.push(event), signal: AbortSignal.timeout(10_000) });
    onTestFinished(() => joined.leave());
    return joined;
  };
  const heard: RoomEvent[] = [];
  const listener = await join('listener', heard);
  const writer = await join('translator');
  const source = new PacedSource('channel:es');
  const silence = new Int16Array(source.frameSamples);
  const stop = startPacer({ writeFrame: () => source.write(silence) });
  onTestFinished(async () => {
    stop();
    await source.close();
  });
  await writer.publish(source);
  await expect.poll(() => heard.some((event) => event.kind === 'track')).toBe(true);

  const track = (await server.rooms.getParticipant(room, 'translator')).tracks.find(({ name }) => name === 'channel:es');
  expect(track).toMatchObject({ mimeType: 'audio/red', disableRed: false, disableDtx: true, stereo: false });

  const received = async (): Promise<number> => (await listener.stats()).inbound.reduce((sum, { packetsReceived }) => sum + packetsReceived, 0);
  await expect.poll(received).toBeGreaterThan(0);
  const before = await received();
  await sleep(2_000);
  // 50 packets a second, where the machine does not stand still. With DTX an encoder sends 2.5 in silence.
  expect((await received()) - before).toBeGreaterThan(45);
});
