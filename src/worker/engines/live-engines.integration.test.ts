import { expect, onTestFinished, test } from 'vitest';
import { EngineSpec } from '../../shared/engine-spec.ts';
import { RESOURCES, VOICE_PROGRAMS } from './fixtures/engine-host-client.ts';
import { TestSpeechServer } from '../../shared/node/test-speech-server.ts';
import { TestEspeak } from '../../shared/node/test-espeak.ts';
import { findEspeak } from './espeak/program/find-espeak.ts';
import { LiveEngines } from './live-engines.ts';
import { type FromEngineHost, ToEngineHost } from './protocol.ts';

/** The engines of a room whose floor speaks English, with those set up for the test; nothing is translated unless it says so. */
function started(specs: ReadonlyArray<Record<string, unknown>>, languages: readonly string[] = [], more?: ConstructorParameters<typeof LiveEngines>[3]) {
  const said: FromEngineHost[] = [];
  const start = ToEngineHost.parse({ type: 'start', resourcesDir: RESOURCES, floorLanguage: 'en', languages, engines: specs.map((spec) => ({ spec: EngineSpec.parse(spec) })) });
  if (start.type !== 'start') throw new Error('another message');
  const live = new LiveEngines(start, { resourcesDir: RESOURCES, ...VOICE_PROGRAMS, espeakProgram: findEspeak(), trial: undefined }, (message) => said.push(message), more);
  const running = live.run();
  onTestFinished(async () => {
    await live[Symbol.asyncDispose]();
    await running;
  });
  const stateOf = (id: string): string | undefined =>
    said.flatMap((message) => (message.type === 'engines' ? [message.engines.find((engine) => engine.id === id)?.state] : [])).at(-1);
  return { live, said, running, stateOf };
}

test('whoever speaks can be heard while servers that nobody needs yet do not answer', async () => {
  const server = await TestSpeechServer.start();
  server.always = { kind: 'silent' };
  const { said, stateOf } = started([
    { type: 'openai-recogniser', id: 'ears', url: server.url, model: 'm', languages: ['de'] },
    { type: 'libretranslate', id: 'words', url: server.url },
  ]);
  await expect.poll(() => [stateOf('ears'), stateOf('words')], { timeout: 20_000 }).toEqual(['failed', 'failed']);
  // Both would hold it up for 4 s.
  const ready = said.findIndex(({ type }) => type === 'ready');
  const failed = said.findIndex((message) => message.type === 'engines' && message.engines.some(({ state }) => state === 'failed'));
  expect(ready).toBeGreaterThanOrEqual(0);
  expect(ready).toBeLessThan(failed);
});

test('a translation server that comes up after the start is shown as ready', async () => {
  const server = await TestSpeechServer.start();
  await server.down();
  const { stateOf } = started([{ type: 'libretranslate', id: 'words', url: server.url }]);
  await expect.poll(() => stateOf('words'), { timeout: 6_000 }).toBe('failed');
  await server.up();
  await expect.poll(() => stateOf('words'), { timeout: 20_000 }).toBe('ready');
});

test('whoever stood in for a voice is given back, but not while that voice hangs', async () => {
  const espeak = new TestEspeak();
  espeak.putOnPath();
  const { live, stateOf, running } = started([], ['ca'], { keepForMs: 3_000 });
  await running;
  const { voices } = live.set;
  const speaker = (): string | undefined => voices.chosen('ca')?.id;
  const speak = (): Promise<number> => voices.speak('ca', { text: 'bon dia', rate: 1 }, () => undefined, new AbortController().signal);
  expect([speaker(), voices.ready('ca'), stateOf('espeak-ng-bundled')]).toEqual(['espeak-ng', true, undefined]);

  espeak.break('ca', 'fails');
  await expect(speak()).rejects.toMatchObject({ code: 'PEER_GONE' });
  await expect.poll(() => stateOf('espeak-ng-bundled'), { timeout: 20_000 }).toBe('ready');
  espeak.heal('ca');
  await expect.poll(speaker, { timeout: 20_000 }).toBe('espeak-ng');
  expect(voices.hasIdleStandIn('ca')).toBe(true);

  // That it hangs is known after six seconds, twice what is kept.
  espeak.break('ca', 'hangs');
  expect(await speak()).toBeGreaterThan(0);
  expect(speaker()).toBe('espeak-ng-bundled');

  espeak.heal('ca');
  await expect.poll(speaker, { timeout: 20_000 }).toBe('espeak-ng');
  await expect.poll(() => voices.hasIdleStandIn('ca'), { timeout: 20_000 }).toBe(false);
  expect(stateOf('espeak-ng-bundled')).toBeUndefined();
}, 120_000);
