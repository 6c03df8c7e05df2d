import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { EngineSpec } from '../../shared/engine-spec.ts';
import { silence, whiteNoise } from './fixtures/sounds.ts';
import { joined } from '../sound/pcm.ts';
import { streamTransducerFiles } from './fixtures/tiny-onnx.ts';
import { type ListeningEvent, ListeningStream } from './listening-stream.ts';
import { FolderRecogniser } from './sherpa/folder-recogniser.ts';
import type { VoiceDetector } from './voice-activity.ts';

/** Takes every loud sound for speech: what the gate of confidence is there for is what voice activity lets through. */
const loudness: VoiceDetector = { hears: (window) => window.some((sample) => Math.abs(sample) > 0.1), close: () => undefined };

const low = (seconds: number): Int16Array => Int16Array.from({ length: seconds * 16_000 }, (_, index) => 10_000 * Math.sin((2 * Math.PI * 200 * index) / 16_000));

/** What is told of `sound` by a streaming transducer that the speech library runs from a folder. */
async function heard(sound: Int16Array): Promise<ListeningEvent[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-model-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(streamTransducerFiles())) writeFileSync(join(folder, name), content);
  const spec = EngineSpec.parse({ type: 'model-folder', id: 'tiny', folder, languages: ['en'] });
  if (spec.type !== 'model-folder') throw new Error('another kind of engine');
  const recogniser = new FolderRecogniser(spec, { trial: undefined });
  await recogniser.load();
  if (recogniser.reader.reads !== 'stream') throw new Error('another kind of model');

  const events: ListeningEvent[] = [];
  const stream = new ListeningStream(loudness, recogniser.reader.openStream(), 'en', (event) => events.push(event));
  const samples = joined(silence(0.5), sound, silence(1));
  for (let position = 0; position < samples.length; position += 320) {
    stream.push(position, samples.subarray(position, position + 320));
    while (stream.busy) stream.step();
  }
  return events;
}

const wordsOf = (events: readonly ListeningEvent[]): string[] => [...new Set(events.flatMap((event) => (event.type === 'hypothesis' ? event.words.map(({ text }) => text) : [])))];

test('a streaming transducer tells how sure it is, and what it is sure of is told', async () => {
  const events = await heard(low(2));
  expect(wordsOf(events)).toEqual(['low']);
  expect(events.at(-1)).toMatchObject({ type: 'hypothesis', final: true, refused: false });
});

test('what it guesses in noise is never told', async () => {
  const events = await heard(whiteNoise(2, -10));
  expect(wordsOf(events)).toEqual([]);
  expect(events.at(-1)).toMatchObject({ type: 'hypothesis', final: true, refused: true });
});
