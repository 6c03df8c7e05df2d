import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type HostToRehearsal, RehearsalToHost } from '../../../shared/protocol/rehearsal-protocol.ts';
import { drop } from '../../../shared/drop.ts';
import { CLOCKED } from '../../../shared/node/test-clocked.ts';
import { frames } from '../../rtc/frames.ts';
import { joinRoom } from '../../rtc/join-room.ts';
import { PacedSource } from '../../rtc/paced-source.ts';
import { startPacer } from '../../rtc/pacer.ts';
import type { RemoteAudio } from '../../rtc/room-event.ts';
import { startTestServer, type TestServer } from '../../rtc/test-server.ts';

const WORKER = join(import.meta.dirname, '../../../../out/main/rehearsal-worker.js');

let server: TestServer;
beforeAll(async () => {
  if (!existsSync(WORKER)) throw new Error('build first: npm run build');
  server = await startTestServer();
});
afterAll(() => server.close());

const toTheTest = (thrown: unknown): void => {
  throw thrown;
};

/** The simplest of session workers: whatever the booth says is what the channel says, some frames later. */
async function relayBooth(room: string) {
  const waiting: Int16Array[] = [];
  // 200 ms wait before the first goes out, so that neither the beats of two clocks nor a busy machine leave a hole.
  let flowing = false;
  const stop = new AbortController();
  const listen = async (track: RemoteAudio): Promise<void> => {
    for await (const { samples } of frames(track, { signal: stop.signal })) waiting.push(samples.slice());
  };
  const source = new PacedSource('channel:es');
  const silence = new Int16Array(source.frameSamples);
  const joined = await joinRoom({
    url: server.url,
    token: await server.token(room, 'translator:t'),
    autoSubscribe: true,
    signal: AbortSignal.timeout(20_000),
    onEvent: (event) => {
      if (event.kind === 'track' && event.track.name === 'booth:es') drop(listen(event.track), toTheTest);
    },
  });
  const stopPacer = startPacer({
    writeFrame: () => {
      if (waiting.length >= 20) flowing = true;
      const frame = flowing ? waiting.shift() : undefined;
      flowing = frame !== undefined;
      source.write(frame ?? silence);
    },
  });
  onTestFinished(async () => {
    stopPacer();
    stop.abort();
    await source.close();
    await joined.leave();
  });
  await joined.publish(source);
  return { joined };
}

test('an interpreter opens the microphone, is heard on the channel, mutes it, and the take is measured', CLOCKED, async () => {
  const room = `booth-${process.pid}`;
  const { joined } = await relayBooth(room);
  const messages: RehearsalToHost[] = [];
  const child = fork(WORKER, [], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  child.on('message', (raw) => void messages.push(RehearsalToHost.parse(raw)));
  const send = (message: HostToRehearsal): void => void child.send(message);
  const token = (identity: string, role: string) => server.token(room, identity, { role, language: 'es' });
  const of = <T extends RehearsalToHost['type']>(type: T) => messages.filter((message): message is Extract<RehearsalToHost, { type: T }> => message.type === type);

  send({
    type: 'configure',
    config: {
      room,
      url: server.url,
      speakers: [{ speaker: 'A', identity: 'speaker:A', name: 'A', voice: 'en-us+f2', wordsPerMinute: 150, token: await token('speaker:A', 'speaker') }],
      lines: [{ speaker: 'A', text: 'Good morning, everyone.', gapMs: 300 }],
      repeat: true,
      probeToken: await token('listener:probe', 'listener'),
      languages: ['es'],
      probeFloor: false,
      interpreter: { identity: 'interpreter:clara', name: 'Clara', language: 'es', voice: 'es+f4', wordsPerMinute: 150, token: await token('interpreter:clara', 'interpreter'), texts: ['Ahora hablo yo desde la cabina. El agua viene de los ríos.'], takes: 1 },
    },
  });
  send({ type: 'join' });
  await expect.poll(() => of('ready').length, { timeout: 20_000 }).toBe(1);
  // The server tells the others of a newcomer when it likes, so the relay may hear of her later than she does.
  await expect.poll(() => joined.participants().find(({ identity }) => identity === 'interpreter:clara')?.attributes, { timeout: 5000 }).toEqual({ role: 'interpreter', language: 'es' });

  send({ type: 'start' });
  await expect.poll(() => of('heard').length, { timeout: 15_000 }).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 7_000));
  send({ type: 'pause' });
  await expect.poll(() => of('interpreter-ended').length, { timeout: 15_000 }).toBe(1);
  const [{ take }] = of('interpreter-take') as [Extract<RehearsalToHost, { type: 'interpreter-take' }>];
  process.stdout.write(`  ${JSON.stringify(take)}\n`);
  // When the machine is so busy that the relay's spare audio is used up, its holes are found as well.
  expect(take.how).toBe('mute');
  expect(take.twoVoicesMs).toBeLessThan(100);
  expect(take.noSourceMs).toBeLessThan(300);
  // Two encoders, two jitter buffers and one queue.
  expect(take.heardAfterMs).toBeGreaterThan(40);
  expect(take.heardAfterMs).toBeLessThan(800);
  expect(take.loudnessLufs).toBeLessThan(-5);
  expect(take.handBackAfterMs).toBeUndefined();
  expect(of('probe').at(-1)?.tracks).toMatchObject([{ track: 'channel:es', subscriptions: 1 }]);
  child.disconnect();
  expect(await exited).toEqual([0, null]);
});
