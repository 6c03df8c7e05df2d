import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { EngineHostClient, RESOURCES } from './fixtures/engine-host-client.ts';
import { applause, handling, humming, music, pulsingNoise } from './fixtures/noises.ts';
import { silence, sounds, whiteNoise } from './fixtures/sounds.ts';
import { joined } from '../sound/pcm.ts';

const SECOND = 16_000;
async function started(): Promise<EngineHostClient> {
  const client = new EngineHostClient();
  onTestFinished(() => client[Symbol.asyncDispose]());
  client.send({ type: 'start', resourcesDir: RESOURCES, floorLanguage: 'en', languages: [], engines: [] });
  await client.until('ready');
  return client;
}

/** Resolves once the process has nothing to compute: its CPU time stands still. So audio goes in as fast as it is heard. */
async function idle(pid: number): Promise<void> {
  const ticks = async (): Promise<number> => {
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ');
    return Number(fields[11]) + Number(fields[12]);
  };
  for (let before = -1, still = 0; still < 3; ) {
    await sleep(40);
    const now = await ticks();
    still = now === before ? still + 1 : 0;
    before = now;
  }
}

/** Sends `seconds` of the sound `at` gives, then a real sentence; resolves with all words before that sentence. */
async function heardIn(client: EngineHostClient, seconds: number, at: (second: number) => Int16Array): Promise<string[]> {
  client.send({ type: 'stream.open', streamId: 'floor', language: 'en' });
  const pid = client.child.pid!;
  for (let second = 0; second < seconds; second++) {
    client.send({ type: 'stream.audio', streamId: 'floor', firstSample: second * SECOND, samples: at(second) });
    // No more than a second waits: the engine host leaves out what would make it late.
    await idle(pid);
  }
  // The proof that it was listening, and has come to the end.
  const [proof] = sounds('script_31');
  await client.say('floor', joined(silence(1), proof!.samples, silence(0.8)), seconds * SECOND);
  const { message } = await client.until('hypothesis', ({ final, words }) => final && words.map((word) => word.text).join(' ') === proof!.text);
  expect(client.all('log').filter(({ message: text }) => text.includes('left out'))).toEqual([]);
  return client.all('hypothesis').flatMap(({ words, segment }) => (segment === message.segment ? [] : words.map((word) => word.text)));
}

test.each([
  ['white noise, loud', () => whiteNoise(20, -10)],
  ['white noise, soft', () => whiteNoise(20, -45)],
  ['music', () => music(20)],
  ['humming', () => humming(20)],
  ['scattered clapping', () => applause(20, 5)],
  ['applause', () => applause(20, 60)],
  ['a hall that roars', () => applause(20, 400)],
  ['noise in the rhythm of syllables', () => pulsingNoise(20)],
  ['knocks, hum and a chair', () => handling(20)],
])('%s captions nothing', async (_, make) => {
  const sound = make();
  const client = await started();
  expect(await heardIn(client, 20, (second) => sound.slice(second * SECOND, (second + 1) * SECOND))).toEqual([]);
});
