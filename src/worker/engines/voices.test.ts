import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { EngineSpec } from '../../shared/engine-spec.ts';
import { HttpVoice } from './http/http-voice.ts';
import { TestSpeechServer } from '../../shared/node/test-speech-server.ts';
import { Voices } from './voices.ts';

/** A voice that has to be opened before it speaks, as the bundled one. */
class BundledVoice extends HttpVoice {
  #open = false;

  override async open(language: string): Promise<void> {
    await super.open(language);
    this.#open = true;
  }

  override ready(language: string): boolean {
    return this.#open && super.ready(language);
  }
}

async function opened<T extends HttpVoice>(id: string, Kind: new (...parameters: ConstructorParameters<typeof HttpVoice>) => T, more: Record<string, unknown> = {}) {
  const server = await TestSpeechServer.start();
  const spec = EngineSpec.parse({ type: 'openai-voice', id, url: server.url, languages: ['es'], model: 'm', voice: 'v', ...more });
  if (spec.type !== 'openai-voice') throw new Error('another kind of engine');
  const voice = new Kind(spec, undefined, () => undefined);
  onTestFinished(() => voice[Symbol.asyncDispose]());
  return { server, voice };
}

/** The server lists its models and refuses to speak. */
async function halfBroken(status: number) {
  const remote = await opened('remote', HttpVoice);
  remote.server.faults.push(...Array.from({ length: 50 }, () => ({ kind: 'status', status, retryAfter: '600' }) as const));
  return remote;
}

const probesOf = (server: TestSpeechServer): number => server.received.length - server.asked.length;
const never = new AbortController().signal;
const speak = (voices: Voices | HttpVoice): Promise<number> => voices.speak('es', { text: 'hola', rate: 1 }, () => undefined, never);

describe('a voice server that lists its models and does not speak', () => {
  test.each([429, 500])('is replaced by the next voice (%d)', async (status) => {
    const [remote, bundled] = [await halfBroken(status), await opened('bundled', BundledVoice)];
    const voices = new Voices([remote.voice, bundled.voice]);
    await voices.open('es');
    expect(voices.chosen('es')).toBe(remote.voice);
    for (const _ of [1, 2]) await expect(speak(voices)).rejects.toMatchObject({ code: 'PEER_GONE' });
    await voices.open('es');
    expect(voices.chosen('es')).toBe(bundled.voice);
    expect(await speak(voices)).toBeGreaterThan(0);
  });

  test('is replaced in the middle of a text, by a voice that was opened meanwhile', async () => {
    const [remote, bundled] = [await opened('remote', HttpVoice), await opened('bundled', BundledVoice)];
    // It is asked three times, for half a second in all.
    remote.server.always = { kind: 'status', status: 500 };
    const voices = new Voices([remote.voice, bundled.voice]);
    const speaking = speak(voices);
    await bundled.voice.open('es');
    expect(await speaking).toBeGreaterThan(0);
  });

  test('is left alone by whoever wants to open it', async () => {
    const { server, voice } = await halfBroken(429);
    for (const _ of [1, 2]) await expect(speak(voice)).rejects.toMatchObject({ code: 'PEER_GONE' });
    for (const _ of [1, 2, 3]) await voice.open('es');
    expect([probesOf(server), voice.trouble]).toEqual([0, expect.stringContaining('more often than it allows')]);
  });

  test('is probed by one at a time, however often it seems to be back', async () => {
    const { server, voice } = await halfBroken(400);
    await expect(speak(voice)).rejects.toThrow();
    for (const _ of [1, 2, 3]) {
      await expect(speak(voice)).rejects.toThrow();
      expect(voice.trouble).toBeDefined();
      await voice.check();
    }
    await expect(speak(voice)).rejects.toThrow();
    const asked = probesOf(server);
    // The first probe comes after 1 s; what waits 2 s and 4 s would be loops of their own.
    await sleep(2_500);
    expect(probesOf(server) - asked).toBe(1);
  });
});

test.each([
  ['that follows the speed is asked for it', true, 1.3],
  ['of which nobody says so is asked for its own pace', false, 1],
])('a voice server %s', async (_, followsSpeed, speed) => {
  const { server, voice } = await opened('remote', HttpVoice, { followsSpeed });
  await voice.speak('es', { text: 'hola', rate: 1.3 }, () => undefined, never);
  expect(JSON.parse(server.asked.at(-1)!.body.toString('utf8'))).toMatchObject({ speed });
  expect(voice.ownRate).toBe(followsSpeed);
});
