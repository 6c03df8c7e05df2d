import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Caption } from '../../shared/live/caption.ts';
import type { ChannelStatus } from '../../shared/live/channel.ts';
import { ChannelEngine } from '../channels/channel-engine.ts';
import type { ChannelEvent } from '../channels/channel-model.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { CaptionPublisher } from './captions.ts';
import { EngineHostClient } from './engine-host-client.ts';
import { Interpretation } from './interpretation.ts';
import { TraceBook } from './trace-book.ts';

/**
 * A real process with the protocol of the engine host: its routes are from English, it translates Spanish as well and German not, and
 * English not into Italian. The first time that it is asked for it, it fails to translate `shaky` and to speak `hoarse`, and falls
 * silent in the middle of `hiccup`; `slow` takes it 300 ms. What goes on with a sentence it begins with dots. It takes two seconds to
 * say `lengthy`, at whatever rate it is asked for, which it says. A voice that is there `when asked for` comes when it is to translate
 * `voice`.
 */
const engines = ({ ownRate = true, local = true, voice = 'at once' as 'at once' | 'when asked for' | 'never' }): string => `
  const failed = new Set();
  let targets = [];
  const tell = (voice) => {
    for (const target of targets) process.send({ type: 'route', target, ...voice, message: '', understood: true, local: ${local}, ownRate: ${ownRate}, speakable: ${voice !== 'never'}, ...(target === 'it' ? { path: [] } : { translator: 't', path: ['en', target] }) });
  };
  const failsOnce = (text) => ['shaky', 'hoarse', 'hiccup'].includes(text) && !failed.has(text) && failed.add(text);
  process.on('message', ({ type, requestId, source, target, text, rate, languages, startsSentence }) => {
    const fail = () => process.send({ type: 'failed', requestId, code: 'LANGUAGE_UNKNOWN', message: 'No.' });
    if (type === 'start') {
      process.send({ type: 'ready' });
      targets = languages;
      tell(${voice === 'at once'} ? { voice: 'v' } : {});
    }
    if (type === 'translate') {
      if (text === 'voice') tell({ voice: 'v' });
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
async function started(language = 'fr', { also = [], ...how }: Parameters<typeof engines>[0] & { readonly also?: readonly string[] } = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'interpretation-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const program = join(dir, 'engines.cjs');
  await writeFile(program, engines(how));
  let channel: ChannelStatus | undefined;
  const captions: Caption[] = [];
  const rates: number[] = [];
  const outcomes = new Map<string, string>();
  const spoken: string[] = [];
  const ways: Array<{ readonly networkInMs: number | undefined; readonly networkOutMs: number | undefined }> = [];
  const channels = new ChannelEngine({ languages: [language, ...also], policies: {}, loudnessTargetLufs: -23, onChannels: ([only]) => (channel = only), onSwitch: () => interpretation.channelChanged(language), onLevels: () => undefined, onStall: () => undefined });
  onTestFinished(() => channels.close());
  const routes = new Map<string, ChannelEvent>();
  const route = (): void => {
    for (const [target, newest] of routes) {
      channels.dispatch(newest, target);
      interpretation.channelChanged(target);
    }
  };
  const engine = new EngineHostClient({
    program,
    start: { resourcesDir: dir, floorLanguage: 'en', languages: [language, ...also], engines: [] },
    onRoute: ({ target, translator, voice, path }) => {
      routes.set(target, { kind: 'route', from: 'en', translator, voice, path });
      route();
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
    if (only?.outcome === 'spoken') spoken.push(segmentId);
    ways.push({ networkInMs, networkOutMs });
  });
  onTestFinished(() => traces.close());
  const interpretation = new Interpretation({ languages: [language, ...also], engine, channels, captions: publisher, traces, headStartMs: () => 0, wayOf: () => ({ inMs: 45, outMs: 10 }), onError: (thrown) => expect.unreachable(String(thrown)) });
  onTestFinished(() => interpretation.close());

  const times = (mediaStartMs: number) => {
    const atMs = nowMs();
    return { wordCount: 1, mediaStartMs, mediaEndMs: mediaStartMs + 500, speechStartArrivedMs: atMs, speechEndArrivedMs: atMs, speechDetectedMs: undefined, firstPartialMs: undefined, recognisedMs: atMs, recogniserComputeMs: 0 };
  };
  const speaker = (language: string) => ({ identity: 'a', name: 'Ana', language, trackSid: 'TR_1' });
  return {
    channels,
    route,
    /** An interpreter opens the microphone, or closes it. */
    booth: (open: boolean): void => {
      channels.dispatch({ kind: 'booth', sid: 'b', identity: 'b', name: 'Berta', open });
      channels.dispatch({ kind: 'booth-flow', sid: 'b', flowing: open });
    },
    spoken: () => spoken,
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
    busy: (language: string) => interpretation.channelsBusy(speaker(language)),
    say: (language: string, segmentId: string, text = segmentId, startsSentence = true): void =>
      interpretation.take({ segmentId, speaker: speaker(language), kind: 'committed', text, startsSentence, times: times(0), by: 'endpoint' }),
    /** Something is heard that began so many milliseconds after the first, and is not at its end. */
    hear: (language: string, mediaStartMs: number): void => interpretation.take({ segmentId: 'open', speaker: speaker(language), kind: 'partial', stable: '', unstable: 'and', times: times(mediaStartMs) }),
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

test('tells whether the channels are busy with what came before, where the machine is heard', async () => {
  const { heard, floor, say, busy, booth } = await started();
  floor('en');
  await expect.poll(heard).toBe('machine translator-ready');
  expect(busy('en')).toBe(false);
  say('en', 'one', 'lengthy');
  await expect.poll(() => busy('en')).toBe(true);
  // Who speaks the channel's own language is not interpreted there.
  expect([busy('fr'), busy('es')]).toEqual([false, true]);
  await expect.poll(() => busy('en'), { timeout: 5_000 }).toBe(false);
  say('en', 'two', 'lengthy');
  await expect.poll(() => busy('en')).toBe(true);
  booth(true);
  await expect.poll(heard).toBe('human human-speaks');
  expect(busy('en')).toBe(false);
});

test('a channel is also busy with the pause in front of what does not go on where the last piece ended', async () => {
  const { heard, floor, busy, hear, say } = await started();
  floor('en');
  await expect.poll(heard).toBe('machine translator-ready');
  let pieces = 0;
  const busyBefore = (): string => {
    const [continued, anew] = [600, 1_500].map((startMs) => (hear('en', startMs), busy('en')));
    return `${continued} ${anew}`;
  };
  await expect.poll(() => {
    // The pause is over before it was looked at: once more.
    if (busyBefore() === 'false false') say('en', `piece ${++pieces}`);
    return busyBefore();
  }, { interval: 10, timeout: 5_000 }).toBe('false true');
});

test.each([
  ['one of two', { also: ['pt'] }, ['fr'], false],
  ['both', { also: ['pt'] }, ['fr', 'pt'], true],
  ['two of three', { also: ['pt', 'ca'] }, ['fr', 'pt'], true],
  ['a server begins only with the commit', { local: false }, ['fr'], false],
])('a pause is waited for while most channels are busy that the machine interprets here: %s', async (_, how, saying, expected) => {
  const { heard, floor, busy, channels } = await started('fr', how);
  floor('en');
  await expect.poll(heard).toBe('machine translator-ready');
  await expect.poll(() => ('also' in how ? how.also : []).every((language) => channels.machineIsHeard(language))).toBe(true);
  for (const language of saying) channels.say(language, {}, { onFirstSample: () => undefined, onEnd: () => undefined })?.push(new Int16Array(48_000).fill(3_000));
  expect(busy('en')).toBe(expected);
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
  const { heard, floor, say, translations, spoken, interpretation } = await started('fr', { voice: 'when asked for' });
  floor('en');
  await expect.poll(heard).toBe('floor no-voice');
  say('en', 'one');
  say('en', 'two');
  await expect.poll(translations).toEqual(['one', 'two']);
  expect(heard()).toBe('floor no-voice');
  expect(interpretation.pendingOf('fr')).toBe(2);
  say('en', 'three', 'voice');
  await expect.poll(spoken).toEqual(['one', 'two', 'three']);
});

test('what an interpreter has said meanwhile is not said by the machine', async () => {
  const { heard, floor, say, translations, outcomes, booth } = await started('fr', { voice: 'when asked for' });
  floor('en');
  await expect.poll(heard).toBe('floor no-voice');
  say('en', 'one');
  await expect.poll(translations).toEqual(['one']);
  booth(true);
  expect(heard()).toBe('human human-speaks');
  booth(false);
  expect(heard()).toBe('floor no-voice');
  say('en', 'two', 'voice');
  await expect.poll(() => outcomes.get('two')).toBe('spoken');
  expect(outcomes.get('one')).toBe('caption-only');
});

test('what was still to be said when the engines died is said by the next ones', async () => {
  const { heard, floor, say, spoken, outcomes, channels, route } = await started();
  floor('en');
  await expect.poll(heard).toBe('machine translator-ready');
  say('en', 'one', 'lengthy');
  say('en', 'two');
  await expect.poll(() => channels.lagMsOf('fr')).toBeGreaterThan(1_500);
  channels.dispatch({ kind: 'engines-down' });
  await expect.poll(() => outcomes.get('one')).toBe('dropped');
  expect(heard()).toBe('floor engines-down');
  route();
  await expect.poll(spoken).toEqual(['two']);
});

test('where no voice will ever be there, nothing waits for one', async () => {
  const { heard, floor, say, translations, interpretation } = await started('fr', { voice: 'never' });
  floor('en');
  await expect.poll(heard).toBe('floor no-voice');
  say('en', 'one');
  await expect.poll(translations).toEqual(['one']);
  expect(interpretation.pendingOf('fr')).toBe(0);
});
