import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Caption } from '../../shared/live/caption.ts';
import type { ChannelStatus } from '../../shared/live/channel.ts';
import { ChannelEngine } from '../channels/channel-engine.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { CaptionPublisher } from './captions.ts';
import { EngineHostClient } from './engine-host-client.ts';
import { Interpretation } from './interpretation.ts';
import { TraceBook } from './trace-book.ts';

/** A real process with the protocol of the engine host: its route is from English, it translates Spanish as well and German not. */
const ENGINES = `
  process.on('message', ({ type, requestId, source, text }) => {
    if (type === 'start') {
      process.send({ type: 'ready' });
      process.send({ type: 'route', target: 'fr', translator: 't', voice: 'v', path: ['en', 'fr'], message: '', local: true });
    }
    if (type === 'translate' && source === 'de') process.send({ type: 'failed', requestId, code: 'LANGUAGE_UNKNOWN', message: 'No.' });
    else if (type === 'translate') process.send({ type: 'translated', requestId, text, computeMs: 1 });
    if (type === 'synthesise') process.send({ type: 'spoken', requestId, computeMs: 1 });
    if (type === 'shutdown') process.exit(0);
  });
`;

test('a speaker of another language than the route is for is carried untranslated until something of it was translated', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'interpretation-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const program = join(dir, 'engines.cjs');
  await writeFile(program, ENGINES);
  let channel: ChannelStatus | undefined;
  const captions: Caption[] = [];
  const channels = new ChannelEngine({ languages: ['fr'], leadMs: 10, policies: {}, loudnessTargetLufs: -23, onChannels: ([only]) => (channel = only), onSwitch: () => undefined, onLevels: () => undefined, onStall: () => undefined });
  onTestFinished(() => channels.close());
  const engine = new EngineHostClient({
    program,
    start: { resourcesDir: dir, floorLanguage: 'en', languages: ['fr'], engines: [] },
    onRoute: ({ target, translator, voice, path }) => channels.dispatch({ kind: 'route', translator, voice, path }, target),
    onDown: () => undefined,
    onEngines: () => undefined,
    log: () => undefined,
  });
  onTestFinished(() => engine.close());
  const publisher = new CaptionPublisher({ send: () => Promise.resolve(), toHost: (caption) => captions.push(caption), trackSidOf: () => undefined, onFailure: () => undefined });
  onTestFinished(() => publisher.close());
  const traces = new TraceBook(() => undefined);
  onTestFinished(() => traces.close());
  const interpretation = new Interpretation({ languages: ['fr'], engine, channels, captions: publisher, traces, headStartMs: () => 0, onError: (thrown) => expect.unreachable(String(thrown)) });
  onTestFinished(() => interpretation.close());

  const heard = () => `${channel?.source} ${channel?.reason}`;
  const floor = (language: string) => channels.dispatch({ kind: 'speakers', speakers: [{ language, speaking: true }] });
  const say = (language: string, segmentId: string): void => {
    const atMs = nowMs();
    const times = { wordCount: 1, mediaStartMs: 0, mediaEndMs: 500, speechStartArrivedMs: atMs, speechEndArrivedMs: atMs, speechDetectedMs: undefined, firstPartialMs: undefined, recognisedMs: atMs, recogniserComputeMs: 0 };
    interpretation.take({ segmentId, speaker: { identity: 'a', name: 'Ana', language, trackSid: 'TR_1' }, kind: 'committed', text: segmentId, times, by: 'endpoint' });
  };

  floor('es');
  await expect.poll(heard, { timeout: 5_000 }).toBe('floor no-translator');
  say('es', 'one');
  await expect.poll(heard).toBe('machine translator-ready');
  floor('de');
  await expect.poll(heard).toBe('floor no-translator');
  say('de', 'two');
  say('es', 'three');
  await expect.poll(() => captions.filter(({ kind }) => kind === 'translation').map(({ segmentId }) => segmentId)).toEqual(['one', 'three']);
  expect(heard()).toBe('floor no-translator');
});
