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

/**
 * A real process with the protocol of the engine host: its routes are from English, it translates Spanish as well and German not, and
 * English not into Italian. The first time that it is asked for it, it fails to translate `shaky` and to speak `hoarse`, and falls
 * silent in the middle of `hiccup`; `slow` takes it 300 ms. What goes on with a sentence it begins with dots. It takes two seconds to
 * say `lengthy`, at whatever rate it is asked for, which it says. Its voice is there after `voiceAfterMs`.
 */
const engines = ({ ownRate = true, voiceAfterMs = 0 as number | 'never' }): string => `
  const failed = new Set();
  const failsOnce = (text) => ['shaky', 'hoarse', 'hiccup'].includes(text) && !failed.has(text) && failed.add(text);
  process.on('message', ({ type, requestId, source, target, text, rate, languages, startsSentence }) => {
    const fail = () => process.send({ type: 'failed', requestId, code: 'LANGUAGE_UNKNOWN', message: 'No.' });
    if (type === 'start') {
      process.send({ type: 'ready' });
      const tell = (state, voice) => {
        process.send({ type: 'engines', engines: [{ id: 'v', kind: 'voice', serves: voice ? languages : [], state, message: '' }] });
        for (const target of languages) process.send({ type: 'route', target, ...voice, message: '', understood: true, local: true, ownRate: ${ownRate}, ...(target === 'it' ? { path: [] } : { translator: 't', path: ['en', target] }) });
      };
      if ('${voiceAfterMs}' === 'never') tell('missing');
      else {
        tell('starting');
        setTimeout(() => tell('ready', { voice: 'v' }), ${Number(voiceAfterMs)});
      }
    }
    if (type === 'translate') {
      if (source === 'de' || (source === 'en' && target === 'it') || (text === 'shaky' && failsOnce(text))) fail();
      else setTimeout(() => process.send({ type: 'translated', requestId, text: startsSentence ? text : '… ' + text, computeMs: 1 }), text === 'slow' ? 300 : 0);
    }
    if (type === 'synthesise') {
      process.send({ type: 'log', level: 'info', message: 'rate', fields: { rate } });
      if (text === 'hoarse' && failsOnce(text)) fail();
      else {
        process.send({ type: 'speech', requestId, samples: new Int16Array(text === 'lengthy' ? 96000 : 4800).fill(3000), sampleRateHz: 48000 });
        if (text === 'hiccup' && failsOnce(text)) fail();
        else process.send({ type: 'spoken', requestId, computeMs: 1 });
      }
    }
    if (type === 'shutdown') process.exit(0);
  });
`;

/** Everything between a speaker and one channel, and what is seen of it. */
async function started(language = 'fr', how: Parameters<typeof engines>[0] = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'interpretation-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const program = join(dir, 'engines.cjs');
  await writeFile(program, engines(how));
  let channel: ChannelStatus | undefined;
  const captions: Caption[] = [];
  const rates: number[] = [];
  const outcomes = new Map<string, string>();
  const ways: Array<{ readonly networkInMs: number | undefined; readonly networkOutMs: number | undefined }> = [];
  const channels = new ChannelEngine({ languages: [language], leadMs: 10, policies: {}, loudnessTargetLufs: -23, onChannels: ([only]) => (channel = only), onSwitch: () => undefined, onLevels: () => undefined, onStall: () => undefined });
  onTestFinished(() => channels.close());
  const engine = new EngineHostClient({
    program,
    start: { resourcesDir: dir, floorLanguage: 'en', languages: [language], engines: [] },
    onRoute: ({ target, translator, voice, path }) => {
      channels.dispatch({ kind: 'route', from: 'en', translator, voice, path }, target);
      interpretation.routeChanged(target);
    },
    onDown: () => undefined,
    onEngines: () => undefined,
    log: (_, message, fields) => {
      if (message === 'rate') rates.push(Number(fields?.['rate']));
    },
  });
  onTestFinished(() => engine.close());
  const publisher = new CaptionPublisher({ send: () => Promise.resolve(), toHost: (caption) => captions.push(caption), trackSidOf: () => undefined, onFailure: () => undefined });
  onTestFinished(() => publisher.close());
  const traces = new TraceBook(({ segmentId, languages: [only], networkInMs, networkOutMs }) => {
    outcomes.set(segmentId, only?.outcome ?? '');
    ways.push({ networkInMs, networkOutMs });
  });
  onTestFinished(() => traces.close());
  const interpretation = new Interpretation({ languages: [language], engine, channels, captions: publisher, traces, headStartMs: () => 0, wayOf: () => ({ inMs: 45, outMs: 10 }), onError: (thrown) => expect.unreachable(String(thrown)) });
  onTestFinished(() => interpretation.close());

  const speaker = (language: string) => ({ identity: 'a', name: 'Ana', language, trackSid: 'TR_1' });
  return {
    outcomes,
    ways,
    rates,
    rate: () => channel?.rate,
    interpretation,
    dropped: () => channel?.droppedClauses,
    heard: () => `${channel?.source} ${channel?.reason}`,
    translations: () => captions.filter(({ kind }) => kind === 'translation').map(({ segmentId }) => segmentId),
    translatedTexts: () => captions.filter(({ kind }) => kind === 'translation').map(({ stable }) => stable),
    floor: (language: string) => channels.dispatch({ kind: 'speakers', speakers: [{ language, speaking: true }] }),
    expects: (language: string, segmentId: string, text: string) => interpretation.take({ segmentId, speaker: speaker(language), kind: 'expected', text, startsSentence: true }),
    load: () => engine.load.requests,
    say: (language: string, segmentId: string, text = segmentId, startsSentence = true): void => {
      const atMs = nowMs();
      const times = { wordCount: 1, mediaStartMs: 0, mediaEndMs: 500, speechStartArrivedMs: atMs, speechEndArrivedMs: atMs, speechDetectedMs: undefined, firstPartialMs: undefined, recognisedMs: atMs, recogniserComputeMs: 0 };
      interpretation.take({ segmentId, speaker: speaker(language), kind: 'committed', text, startsSentence, times, by: 'endpoint' });
    },
  };
}

test('a speaker of another language than the route is for is carried untranslated until something of it was translated', async () => {
  const { heard, floor, say, translations } = await started();
  floor('es');
  await expect.poll(heard).toBe('floor no-translator');
  say('es', 'one');
  await expect.poll(heard).toBe('machine translator-ready');
  floor('de');
  await expect.poll(heard).toBe('floor no-translator');
  say('de', 'two');
  say('es', 'three');
  await expect.poll(translations).toEqual(['one', 'three']);
  expect(heard()).toBe('floor no-translator');
});

test('where the floor language is not translated, another that is spoken is', async () => {
  const { heard, floor, say, translations, outcomes } = await started('it');
  floor('es');
  await expect.poll(heard).toBe('floor no-translator');
  say('es', 'one');
  await expect.poll(heard).toBe('machine translator-ready');
  floor('en');
  await expect.poll(heard).toBe('floor no-translator');
  say('en', 'two');
  say('es', 'three');
  await expect.poll(translations).toEqual(['one', 'three']);
  expect(heard()).toBe('floor no-translator');
  // The route has said so: nobody is asked.
  expect(outcomes.get('two')).not.toBe('failed');
});

test('the translator is told what goes on with a sentence', async () => {
  const { heard, floor, say, translatedTexts } = await started();
  floor('en');
  await expect.poll(heard).toBe('machine translator-ready');
  say('en', '1', 'we came');
  say('en', '2', 'because we can', false);
  await expect.poll(translatedTexts).toEqual(['we came', '… because we can']);
});

test('a speaker of another variety of the channel’s language is heard as they are, and nothing is translated', async () => {
  const { heard, floor, say, expects, load, translations, outcomes } = await started('fr-FR');
  floor('fr-CA');
  await expect.poll(heard).toBe('floor floor-language');
  expects('fr-CA', 'one', 'one');
  say('fr-CA', 'one');
  expect(load()).toBe(0);
  floor('es');
  say('es', 'two');
  await expect.poll(translations).toEqual(['two']);
  await expect.poll(() => outcomes.get('one')).toBe('');
});

test('a trace tells how long the speaker’s audio was on its way', async () => {
  const { say, ways } = await started();
  say('en', 'one');
  await expect.poll(() => ways[0]).toEqual({ networkInMs: 45, networkOutMs: 10 });
});

test.each([
  ['follows its rate is asked for a faster one', true],
  ['does not is asked for its own pace, and made faster when it is played', false],
])('what waits is caught up with: a voice that %s', async (_, ownRate) => {
  const { heard, floor, say, rates, rate } = await started('fr', { ownRate });
  floor('en');
  await expect.poll(heard).toBe('machine translator-ready');
  for (let n = 0; n < 3; n++) {
    say('en', `${n}`, 'lengthy');
    await expect.poll(() => rates.length).toBe(n + 1);
  }
  await expect.poll(rate).toBeGreaterThan(1.25);
  expect(Math.max(...rates) > 1).toBe(ownRate);
});

test.each([
  ['shaky', 1],
  ['hoarse', 2],
  ['hiccup', 2],
])('what failed when it was made ahead is asked for again once it is said: %s', async (text, voices) => {
  const { heard, floor, say, expects, load, outcomes, rates } = await started();
  floor('en');
  await expect.poll(heard).toBe('machine translator-ready');
  expects('en', 'one', text);
  await expect.poll(load).toBe(0);
  say('en', 'one', text);
  await expect.poll(() => outcomes.get('one'), { timeout: 3_000 }).toBe('spoken');
  expect(rates).toHaveLength(voices);
});

test('when the translator cannot keep up, the oldest that it has not begun is given up, and the channel counts it', async () => {
  const { heard, floor, say, outcomes, translations, dropped, interpretation } = await started();
  floor('en');
  await expect.poll(heard).toBe('machine translator-ready');
  const ids = Array.from({ length: 14 }, (_, n) => `${n}`);
  for (const id of ids) say('en', id, 'slow');
  expect(interpretation.droppedSegments).toBe(2);
  await expect.poll(dropped).toBe(2);
  await expect.poll(translations).toEqual(ids.filter((id) => id !== '3' && id !== '4'));
  expect(ids.filter((id) => outcomes.get(id) === 'dropped')).toEqual(['3', '4']);
});

test('what is translated before its voice is there is captioned at once, and said in order once it is', async () => {
  const { heard, floor, say, translations, outcomes } = await started('fr', { voiceAfterMs: 800 });
  floor('en');
  await expect.poll(heard).toBe('floor no-voice');
  say('en', 'one');
  say('en', 'two');
  await expect.poll(translations).toEqual(['one', 'two']);
  expect(heard()).toBe('floor no-voice');
  await expect.poll(() => outcomes.get('one')).toBe('spoken');
  expect(outcomes.get('two')).toBe('pending');
  await expect.poll(() => outcomes.get('two')).toBe('spoken');
});

test('where no voice will ever be there, nothing waits for one', async () => {
  const { heard, floor, say, outcomes } = await started('fr', { voiceAfterMs: 'never' });
  floor('en');
  await expect.poll(heard).toBe('floor no-voice');
  say('en', 'one');
  await expect.poll(() => outcomes.get('one'), { timeout: 1_000 }).toBe('caption-only');
});
