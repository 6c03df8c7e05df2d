import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { VOICE_THREAD } from '../../fixtures/engine-host-client.ts';
import type { SpeechChunk } from '../../synthesiser.ts';
import { describeVoice } from '../../test-voice-conformance.ts';
import { BundledEspeak } from './bundled-espeak.ts';

const never = new AbortController().signal;
const SENTENCE = 'Buenos días a todos y bienvenidos a la conferencia anual.';

async function open(language: string): Promise<BundledEspeak> {
  const synthesiser = new BundledEspeak(VOICE_THREAD);
  onTestFinished(() => synthesiser[Symbol.asyncDispose]());
  await synthesiser.open(language);
  return synthesiser;
}

async function spoken(synthesiser: BundledEspeak, text: string, rate: number): Promise<{ chunks: SpeechChunk[]; seconds: number }> {
  const chunks: SpeechChunk[] = [];
  await synthesiser.speak('es', { text, rate }, (chunk) => chunks.push(chunk), never);
  return { chunks, seconds: chunks.reduce((sum, { samples, sampleRateHz }) => sum + samples.length / sampleRateHz, 0) };
}

describe('BundledEspeak', () => {
  test('speaks in pieces, audible from the first sample to the last, faster when asked', async () => {
    const synthesiser = await open('es');
    const normal = await spoken(synthesiser, SENTENCE, 1);
    expect(normal.chunks.length).toBeGreaterThan(10);
    expect(new Set(normal.chunks.map((chunk) => chunk.sampleRateHz))).toEqual(new Set([48_000]));
    expect(normal.seconds).toBeGreaterThan(2);
    expect(normal.seconds).toBeLessThan(5);
    const loud = (samples: Int16Array): boolean => samples.some((sample) => Math.abs(sample) > 64);
    // 4.5 ms; in the end as much as the conversion to 48 kHz smears an edge.
    expect(loud(normal.chunks[0]!.samples.subarray(0, 217))).toBe(true);
    expect(loud(normal.chunks.at(-1)!.samples.subarray(-5))).toBe(true);
    const fast = await spoken(synthesiser, SENTENCE, 1.3);
    expect(fast.seconds / normal.seconds).toBeLessThan(0.85);
  });

  test('the first piece is here long before the last is made', async () => {
    const synthesiser = await open('es');
    let firstAtMs = 0;
    const askedAt = performance.now();
    await synthesiser.speak('es', { text: `${SENTENCE} `.repeat(10), rate: 1 }, () => (firstAtMs ||= performance.now() - askedAt), never);
    const totalMs = performance.now() - askedAt;
    process.stdout.write(`  first audio ${firstAtMs.toFixed(0)} ms, ten sentences ${totalMs.toFixed(0)} ms, never practised\n`);
    expect(firstAtMs).toBeLessThan(totalMs / 2);
  });

  test('stops when cancelled, in work or in the queue, and speaks the next', async () => {
    const synthesiser = await open('es');
    const running = new AbortController();
    const queued = new AbortController();
    let pieces = 0;
    const first = synthesiser.speak('es', { text: `${SENTENCE} `.repeat(40), rate: 1 }, () => {
      pieces += 1;
      running.abort();
    }, running.signal);
    const second = synthesiser.speak('es', { text: SENTENCE, rate: 1 }, () => expect.unreachable('it was cancelled'), queued.signal);
    const ended = Promise.all([expect(first).rejects.toMatchObject({ name: 'AbortError' }), expect(second).rejects.toMatchObject({ name: 'AbortError' })]);
    queued.abort();
    await ended;
    expect(pieces).toBe(1);
    expect((await spoken(synthesiser, 'Sí.', 1)).chunks.length).toBeGreaterThan(0);
  });

  test('practice gives way to a request', async () => {
    const synthesiser = await open('es');
    const practice = synthesiser.practise('es', '12 345, 67 890.');
    expect((await spoken(synthesiser, SENTENCE, 1)).seconds).toBeGreaterThan(2);
    await practice;
  });

  test('says which language it cannot speak', async () => {
    const synthesiser = new BundledEspeak(VOICE_THREAD);
    expect(synthesiser.speaks('tlh')).toBe(false);
    await expect(synthesiser.open('tlh')).rejects.toMatchObject({ code: 'LANGUAGE_UNKNOWN', message: expect.stringMatching(/no voice for tlh/) as string });
    await expect(synthesiser.speak('tlh', { text: 'no', rate: 1 }, () => undefined, never)).rejects.toMatchObject({ code: 'LANGUAGE_UNKNOWN' });
    await expect(synthesiser.speak('es', { text: 'no', rate: 1 }, () => undefined, never)).rejects.toMatchObject({ code: 'PEER_GONE' });
  });
});

describeVoice('the bundled espeak-ng', async () => ({ synthesiser: await open('es'), language: 'es', short: 'Sí, claro.', long: SENTENCE, unknown: 'tlh' }));

test('a voice that never starts is waited for a while, and tried again in the background', async () => {
  const thread = join(mkdtempSync(join(tmpdir(), 'dragoman-voice-')), 'voice-thread.js');
  onTestFinished(() => rmSync(dirname(thread), { recursive: true }));
  writeFileSync(thread, 'process.exit(1)');
  const synthesiser = new BundledEspeak(thread);
  onTestFinished(() => synthesiser[Symbol.asyncDispose]());
  await synthesiser.open('es');
  expect(synthesiser.ready('es')).toBe(false);
  rmSync(thread);
  symlinkSync(VOICE_THREAD, thread);
  await expect.poll(() => synthesiser.ready('es'), { timeout: 15_000 }).toBe(true);
});

test('a voice that talks nonsense is ended, and comes back sound', async () => {
  const thread = join(mkdtempSync(join(tmpdir(), 'dragoman-voice-')), 'voice-thread.mjs');
  onTestFinished(() => rmSync(dirname(thread), { recursive: true }));
  const insane = `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id }) => parentPort.postMessage({ type: 'chunk', id, samples: 'noise' }));
    parentPort.postMessage({ type: 'ready', sampleRateHz: 22050 });`;
  writeFileSync(thread, insane);
  const synthesiser = new BundledEspeak(thread);
  onTestFinished(() => synthesiser[Symbol.asyncDispose]());
  await synthesiser.open('es');
  await expect(synthesiser.speak('es', { text: 'Hola', rate: 1 }, () => undefined, never)).rejects.toMatchObject({ code: 'PEER_GONE' });
  expect(synthesiser.ready('es')).toBe(false);
  await expect.poll(() => synthesiser.ready('es'), { timeout: 15_000 }).toBe(true);
});
