import { expect, onTestFinished, test } from 'vitest';
import { EngineSpec } from '../../shared/engine-spec.ts';
import { RESOURCES, VOICE_PROGRAMS } from './fixtures/engine-host-client.ts';
import { TestSpeechServer } from '../../shared/node/test-speech-server.ts';
import { LiveEngines } from './live-engines.ts';
import { type FromEngineHost, ToEngineHost } from './protocol.ts';

/** The engines of a room whose floor speaks English, with those set up for the test; nothing is translated unless it says so. */
function started(specs: ReadonlyArray<Record<string, unknown>>, languages: readonly string[] = []) {
  const said: FromEngineHost[] = [];
  const start = ToEngineHost.parse({ type: 'start', resourcesDir: RESOURCES, floorLanguage: 'en', languages, engines: specs.map((spec) => ({ spec: EngineSpec.parse(spec) })) });
  if (start.type !== 'start') throw new Error('another message');
  const live = new LiveEngines(start, { resourcesDir: RESOURCES, ...VOICE_PROGRAMS, trial: undefined }, (message) => said.push(message));
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
  const { live, said, stateOf } = started([
    { type: 'openai-recogniser', id: 'ears', url: server.url, model: 'm', languages: ['de'] },
    { type: 'libretranslate', id: 'words', url: server.url },
  ]);
  // Both servers would hold it up for 4 s.
  await expect.poll(() => said.some(({ type }) => type === 'ready'), { timeout: 3_000 }).toBe(true);
  expect([live.hears, stateOf('ears'), stateOf('words')]).toEqual([true, 'starting', 'starting']);
  await expect.poll(() => [stateOf('ears'), stateOf('words')], { timeout: 6_000 }).toEqual(['failed', 'failed']);
});

test('a translation server that comes up after the start is shown as ready', async () => {
  const server = await TestSpeechServer.start();
  await server.down();
  const { stateOf } = started([{ type: 'libretranslate', id: 'words', url: server.url }]);
  await expect.poll(() => stateOf('words'), { timeout: 6_000 }).toBe('failed');
  await server.up();
  await expect.poll(() => stateOf('words'), { timeout: 20_000 }).toBe('ready');
});
