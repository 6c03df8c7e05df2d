import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { TestEspeak } from '../../../../shared/node/test-espeak.ts';
import { VOICE_HOST } from '../../fixtures/engine-host-client.ts';
import type { SpeechChunk } from '../../synthesiser.ts';
import { describeVoice } from '../../test-voice-conformance.ts';
import { EspeakProgram } from './espeak-program.ts';
import { findEspeak } from './find-espeak.ts';

const never = new AbortController().signal;
const SENTENCE = 'Buenos días a todos y bienvenidos a la conferencia anual.';

function installed(): string {
  const path = findEspeak();
  if (!path) throw new Error('espeak-ng is not installed; npm test installs it on Debian (package espeak-ng).');
  return path;
}

function program(path = installed(), hostFile = VOICE_HOST): EspeakProgram {
  const synthesiser = new EspeakProgram(path, hostFile);
  onTestFinished(() => synthesiser[Symbol.asyncDispose]());
  return synthesiser;
}

async function open(path?: string): Promise<EspeakProgram> {
  const synthesiser = program(path);
  await synthesiser.open('es');
  expect(synthesiser.ready('es')).toBe(true);
  return synthesiser;
}

async function spoken(synthesiser: EspeakProgram, text: string, rate = 1): Promise<{ chunks: SpeechChunk[]; seconds: number }> {
  const chunks: SpeechChunk[] = [];
  await synthesiser.speak('es', { text, rate }, (chunk) => chunks.push(chunk), never);
  return { chunks, seconds: chunks.reduce((sum, { samples, sampleRateHz }) => sum + samples.length / sampleRateHz, 0) };
}

describeVoice('the installed espeak-ng', async () => ({ synthesiser: await open(), language: 'es', short: 'Sí, claro.', long: SENTENCE, unknown: 'tlh' }));

describe('EspeakProgram', () => {
  test('speaks in pieces of 48 kHz, audible from the first sample to the last, faster when asked', async () => {
    const synthesiser = await open();
    const normal = await spoken(synthesiser, SENTENCE);
    expect(normal.chunks.length).toBeGreaterThan(10);
    expect(new Set(normal.chunks.map((chunk) => chunk.sampleRateHz))).toEqual(new Set([48_000]));
    expect(normal.seconds).toBeGreaterThan(2);
    expect(normal.seconds).toBeLessThan(5);
    const loud = (samples: Int16Array): boolean => samples.some((sample) => Math.abs(sample) > 64);
    expect(loud(normal.chunks[0]!.samples.subarray(0, 217))).toBe(true);
    expect(loud(normal.chunks.at(-1)!.samples.subarray(-5))).toBe(true);
    expect((await spoken(synthesiser, SENTENCE, 1.3)).seconds / normal.seconds).toBeLessThan(0.85);
  });

  test('a command inside a text is only text', async () => {
    const synthesiser = await open();
    const slow = await spoken(synthesiser, `\u000180S${SENTENCE}`);
    expect(slow.seconds / (await spoken(synthesiser, SENTENCE)).seconds).toBeLessThan(1.6);
    expect((await spoken(synthesiser, 'un <break time="20s"/> momento')).seconds).toBeLessThan(8);
  });

  test('requests of one voice are spoken in order, those of two beside each other', async () => {
    const synthesiser = await open();
    await synthesiser.open('fr');
    const order: string[] = [];
    const say = async (name: string, language: string, text: string): Promise<void> => {
      await synthesiser.speak(language, { text, rate: 1 }, () => undefined, never);
      order.push(name);
    };
    await Promise.all([say('es, long', 'es', SENTENCE.repeat(20)), say('es, short', 'es', 'Sí.'), say('fr', 'fr', 'Bonjour.')]);
    expect(order).toEqual(['fr', 'es, long', 'es, short']);
  });

  test('a dialect that it does not have is left to another voice', async () => {
    const path = installed();
    const synthesiser = program(path);
    await synthesiser.open('ca-valencia');
    const { stdout } = spawnSync(path, ['--voices'], { encoding: 'utf8' });
    expect(synthesiser.ready('ca-valencia')).toBe(/\sca-va\s/.test(stdout));
  });

  test.each([
    ['ends without a word', 'fails'],
    ['dies', 'dies'],
    ['sends nonsense', 'garbage'],
    ['says nothing and ends well', 'silent'],
    ['hangs', 'hangs'],
  ] as const)('a voice that %s costs its sentence, is named, and comes back by itself', { timeout: 30_000 }, async (_, fault) => {
    const espeak = new TestEspeak();
    const synthesiser = await open(espeak.program);
    await synthesiser.open('fr');
    espeak.break('es', fault);
    await expect(spoken(synthesiser, SENTENCE)).rejects.toMatchObject({ code: 'PEER_GONE' });
    await expect.poll(() => synthesiser.ready('es')).toBe(false);
    expect([synthesiser.ready('fr'), synthesiser.troubleWith('fr')]).toEqual([true, undefined]);
    expect(synthesiser.troubleWith('es')).toMatch(/voice es .* fails/);
    espeak.heal('es');
    await expect.poll(() => synthesiser.ready('es'), { timeout: 15_000 }).toBe(true);
    expect(synthesiser.troubleWith('es')).toBeUndefined();
    expect((await spoken(synthesiser, 'Sí.')).seconds).toBeGreaterThan(0);
  });

  test('what waits behind a sentence that was cancelled is spoken, and the cancelled one ends at once', async () => {
    const synthesiser = await open();
    const abort = new AbortController();
    const long = synthesiser.speak('es', { text: SENTENCE.repeat(400), rate: 1 }, () => abort.abort(), abort.signal);
    const next = spoken(synthesiser, 'Sí.');
    await expect(long).rejects.toMatchObject({ name: 'AbortError' });
    expect((await next).seconds).toBeGreaterThan(0);
  });

  test('its process is brought back when it is killed, with every voice', async () => {
    const synthesiser = await open();
    await synthesiser.open('fr');
    const [before] = synthesiser.processes;
    process.kill(before!.pid, 'SIGKILL');
    await expect.poll(() => [synthesiser.ready('es'), synthesiser.ready('fr'), synthesiser.processes[0]?.pid !== before!.pid], { timeout: 10_000 }).toEqual([true, true, true]);
    expect((await spoken(synthesiser, 'Sí.')).seconds).toBeGreaterThan(0);
  });

  test('its process is brought back when it hangs, however much is asked of it', { timeout: 40_000 }, async () => {
    const synthesiser = await open();
    const [before] = synthesiser.processes;
    process.kill(before!.pid, 'SIGSTOP');
    const asking = setInterval(() => void spoken(synthesiser, 'Sí.').catch(() => undefined), 1_000);
    onTestFinished(() => clearInterval(asking));
    await expect.poll(() => synthesiser.processes[0]?.pid !== before!.pid && synthesiser.ready('es'), { timeout: 20_000 }).toBe(true);
  });

  test('its process is left alone when nothing more is asked of it after what was cancelled', { timeout: 30_000 }, async () => {
    const synthesiser = await open();
    const [before] = synthesiser.processes;
    const abort = new AbortController();
    const cancelled = synthesiser.speak('es', { text: SENTENCE, rate: 1 }, () => undefined, abort.signal);
    abort.abort();
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    await sleep(13_000);
    expect([synthesiser.processes, synthesiser.ready('es')]).toEqual([[before], true]);
  });

  test.each([
    ['talks nonsense', `process.on('message', () => process.send('hello'));`],
    ['says nothing at all', `process.on('message', () => undefined);`],
    ['ends at once', 'process.exit(1);'],
  ])('nobody waits for ever for a process that %s', { timeout: 60_000 }, async (_, code) => {
    const folder = mkdtempSync(join(tmpdir(), 'dragoman-voice-host-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const host = join(folder, 'voice-host.mjs');
    writeFileSync(host, code);
    const synthesiser = program(installed(), host);
    await synthesiser.open('es');
    expect(synthesiser.ready('es')).toBe(false);
    expect(synthesiser.troubleWith('es')).toMatch(/process of the installed espeak-ng ended/);
  });

  test('one that hangs after it was brought back is replaced as well', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dragoman-voice-host-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const host = join(folder, 'voice-host.mjs');
    const sound = `await import(${JSON.stringify(VOICE_HOST)});`;
    writeFileSync(host, sound);
    const synthesiser = program(installed(), host);
    await synthesiser.open('es');
    writeFileSync(host, `process.on('message', () => undefined);`);
    const [before] = synthesiser.processes;
    process.kill(before!.pid, 'SIGKILL');
    await expect.poll(() => synthesiser.processes[0]?.pid ?? before!.pid, { timeout: 10_000 }).not.toBe(before!.pid);
    // It has read that it is to say nothing.
    await sleep(1_000);
    writeFileSync(host, sound);
    await expect.poll(() => synthesiser.ready('es'), { timeout: 30_000 }).toBe(true);
  });

  test('where it cannot be run that is said, and nobody waits for it', async () => {
    const synthesiser = program('/nonexistent/espeak-ng');
    expect(await synthesiser.check()).toMatchObject({ ok: false, message: expect.stringContaining('does not list its voices') as string });
    await synthesiser.open('es');
    expect(synthesiser.ready('es')).toBe(false);
  });

  test('one that never speaks is waited for a while, and tried again in the background', async () => {
    const espeak = new TestEspeak();
    espeak.break('es', 'fails');
    const synthesiser = program(espeak.program);
    await synthesiser.open('es');
    expect([synthesiser.ready('es'), espeak.starts > 2]).toEqual([false, true]);
    espeak.heal('es');
    await expect.poll(() => synthesiser.ready('es'), { timeout: 15_000 }).toBe(true);
  });
});
