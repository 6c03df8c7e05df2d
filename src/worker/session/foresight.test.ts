import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { EngineHostClient } from './engine-host-client.ts';
import { Foresight } from './foresight.ts';

const PROGRAM = join(import.meta.dirname, 'fixtures/telling-engine-host.mjs');

/** What is made ahead by the stand-in, and every translation and cancellation that it was asked for, in order. */
async function started(rateOf: (language: string) => number | undefined = () => 1) {
  const asked: unknown[] = [];
  const requests: unknown[] = [];
  const routed = new Set<string>();
  const engine = new EngineHostClient({
    program: PROGRAM,
    start: { resourcesDir: '', floorLanguage: 'en', languages: ['es', 'fr'], engines: [] },
    onRoute: ({ target }) => routed.add(target),
    onDown: () => undefined,
    onEngines: () => undefined,
    log: (_, message, fields) => {
      if (message === 'translate') requests.push(fields);
      if (message === 'translate') asked.push(`${fields?.['text'] as string} → ${fields?.['target'] as string}`);
      if (message === 'cancel') asked.push('cancelled');
    },
  });
  onTestFinished(() => engine.close());
  await expect.poll(() => [...routed]).toEqual(['es', 'fr']);
  return { engine, asked, fields: () => requests, foresight: new Foresight({ engine, rateOf }) };
}

const expected = (text: string, startsSentence = true) => ({ segmentId: '1', kind: 'expected', text, startsSentence, speaker: { identity: 'a', name: 'Ana', language: 'en', trackSid: 'TR_1' } }) as const;

test('what turns out not to be said is cancelled where it is being translated', async () => {
  const { engine, asked, foresight } = await started();
  foresight.expect(expected('we thank'), ['es']);
  foresight.expect(expected('we thank you'), ['es']);
  await expect.poll(() => asked).toEqual(['we thank → es', 'cancelled', 'we thank you → es']);
  expect(engine.load.requests).toBe(1);
  expect(foresight.take('1', 'we thank you all').size).toBe(0);
  await expect.poll(() => asked.slice(3)).toEqual(['cancelled']);
  expect(engine.load.requests).toBe(0);
});

test('what is said as foreseen goes on being translated', async () => {
  const { engine, asked, foresight } = await started();
  foresight.expect(expected('we thank you'), ['es']);
  expect([...foresight.take('1', 'we thank you').keys()]).toEqual(['es']);
  foresight.close();
  await expect.poll(() => asked).toEqual(['we thank you → es']);
  expect(engine.load.requests).toBe(1);
});

test('servers are asked for committed text only', async () => {
  const { asked, foresight } = await started();
  foresight.expect(expected('we thank you'), ['fr', 'es']);
  expect([...foresight.take('1', 'we thank you').keys()]).toEqual(['es']);
  await expect.poll(() => asked).toEqual(['we thank you → es']);
});

test('nothing is made ahead where a human is heard', async () => {
  const { engine, foresight } = await started(() => undefined);
  foresight.expect(expected('we thank you'), ['es']);
  expect([engine.load.requests, foresight.take('1', 'we thank you').size]).toEqual([0, 0]);
});

test('a translation made ahead is told whether it starts a sentence', async () => {
  const { foresight, fields } = await started();
  foresight.expect(expected('we thank you', false), ['es']);
  await expect.poll(fields).toMatchObject([{ text: 'we thank you', startsSentence: false }]);
});
