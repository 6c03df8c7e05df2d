import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { isAlive, RESOURCES } from '../fixtures/engine-host-client.ts';
import { describeTranslator } from '../test-translator-conformance.ts';
import { ApertiumTranslator } from './apertium-translator.ts';

const TARGETS = ['es', 'ca', 'pt', 'fr'];
/** As a recogniser writes it. */
const script = readFileSync(join(RESOURCES, 'rehearsal/script.txt'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.slice(3).toLowerCase().replaceAll(/[.,?]/g, ''));
const never = new AbortController().signal;

async function open(targets: readonly string[]): Promise<ApertiumTranslator> {
  const translator = new ApertiumTranslator();
  onTestFinished(() => translator[Symbol.asyncDispose]());
  expect(await translator.check()).toMatchObject({ ok: true });
  for (const target of targets) translator.warm('en', target);
  await expect.poll(() => targets.every((target) => translator.ready('en', target)), { timeout: 20_000 }).toBe(true);
  return translator;
}

/** Read from disk once, so that the tests measure the programs and not the disk. */
beforeAll(async () => {
  const translator = new ApertiumTranslator();
  await translator.check();
  await translator[Symbol.asyncDispose]();
});

describe('ApertiumTranslator', () => {
  test('translates the bundled script, all targets at once, without marks', async () => {
    const translator = await open(TARGETS);
    const times = new Map<string, number[]>(TARGETS.map((target) => [target, []]));
    for (const sentence of script) {
      const texts = await Promise.all(TARGETS.map((target) => translator.translate(sentence, 'en', target, never)));
      for (const [index, { text, computeMs }] of texts.entries()) {
        expect(text).toMatch(/^[^*@#\\[\]]+$/u);
        expect(text[0]).toBe(text[0]!.toLocaleUpperCase());
        times.get(TARGETS[index]!)!.push(computeMs);
      }
    }
    for (const [target, all] of times) {
      all.sort((a, b) => a - b);
      process.stdout.write(`  en to ${target}: median ${all[20]!.toFixed(1)} ms, p95 ${all[37]!.toFixed(1)} ms\n`);
    }
  });

  test('a piece that goes on with a sentence begins with a small letter, also through a third language', async () => {
    const translator = await open(['es', 'pt']);
    for (const target of ['es', 'pt']) {
      const { text } = await translator.translate('and we must thank Madrid', 'en', target, never, { startsSentence: false });
      expect(text).toMatch(/^\p{Ll}.*Madri/u);
    }
  });

  test('marks, brackets and backslashes come through as text', async () => {
    const translator = await open(['es']);
    const { text } = await translator.translate('the [red] house costs 3 * 4 $ \\o/ <b>', 'en', 'es', never);
    expect(text).toContain('casa');
    expect(text).toContain('3 * 4');
    expect((await translator.translate('good morning', 'en', 'es', never)).text).toMatch(/^Buen/);
  });

  test('a text is translated into Spanish once for all who need it', async () => {
    const translator = await open(['es', 'pt']);
    await translator.translate('this is a new sentence', 'en', 'es', never);
    expect((await translator.translate('this is a new sentence', 'en', 'es', never)).computeMs).toBeLessThan(1);
  });

  test('stops waiting when cancelled, and serves the next', async () => {
    const translator = await open(['es']);
    const abort = new AbortController();
    const cancelled = translator.translate('we will meet again', 'en', 'es', abort.signal);
    abort.abort();
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect((await translator.translate('good morning', 'en', 'es', never)).text).not.toBe('');
  });

  test('a killed pair fails what waits and comes back', async () => {
    const translator = await open(['es']);
    await expect.poll(() => translator.processes.length).toBeGreaterThan(5);
    const pending = Array.from({ length: 20 }, (_, index) => translator.translate(`sentence number ${index}`, 'en', 'es', new AbortController().signal));
    process.kill(translator.processes[3]!.pid, 'SIGKILL');
    const results = await Promise.allSettled(pending);
    const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    for (const reason of failed) expect(reason).toMatchObject({ code: 'PEER_GONE' });
    expect(failed.length).toBeGreaterThan(0);
    await expect.poll(() => translator.ready('en', 'es'), { timeout: 20_000 }).toBe(true);
    expect((await translator.translate('good morning', 'en', 'es', never)).text).toMatch(/^Buen/);
  });

  test('closing leaves no program behind', async () => {
    const translator = await open(['es', 'ca']);
    await expect.poll(() => translator.processes.length).toBeGreaterThan(10);
    const pids = translator.processes.map(({ pid }) => pid);
    await translator[Symbol.asyncDispose]();
    await expect.poll(() => pids.filter(isAlive)).toEqual([]);
  });

  test('says what to install where nothing is', async () => {
    const translator = new ApertiumTranslator({ modesDir: '/no/such/folder' });
    expect(await translator.check()).toMatchObject({ ok: false, message: expect.stringMatching(/apt-get install apertium/) as string });
    await expect(translator.translate('hello', 'en', 'es', never)).rejects.toMatchObject({ code: 'LANGUAGE_UNKNOWN' });
  });
});

describeTranslator('Apertium', async () => ({
  translator: await open(['es']),
  source: 'en',
  target: 'es',
  sentences: [
    ['good morning', /^Buen/],
    ['the house is red', /casa/],
    ['we have 25 chairs', /25/],
  ],
  unknown: ['en', 'tlh'],
}));
