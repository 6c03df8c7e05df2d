import { expect, test } from 'vitest';
import { EngineSpec } from '../../shared/engine-spec.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { TestSpeechServer } from '../../shared/node/test-speech-server.ts';
import { ChannelStates, WELL } from './channel-states.ts';
import { RunningRehearsal, until } from './running-rehearsal.ts';

/** Apertium translates the first two; the third has only the server. */
const LANGUAGES = ['es', 'ca', 'de'];
/** More than an engine of that kind is given, milliseconds: it is asked in vain. */
const SLOWER_THAN = { translator: 4_500, recogniser: 8_500, voice: 14_500 } as const;

/** Until the console shows the engine as failed. Resolves with what it says of it. */
async function untilNamed(rehearsal: RunningRehearsal, id: string, timeoutMs: number): Promise<{ message: string; tookMs: number }> {
  const failed = () => rehearsal.hub.stats.current?.engines.find((engine) => engine.id === id && engine.state === 'failed');
  const { value, tookMs } = await until(`${id} as failed`, timeoutMs, failed, rehearsal.diagnosis);
  return { message: value.message, tookMs };
}

/** Until the machine has begun to say something on each of `languages` after `sinceMs`. */
async function untilSaid(rehearsal: RunningRehearsal, languages: readonly string[], sinceMs: number): Promise<void> {
  const said = (language: string): boolean => rehearsal.hub.traces.values.some((trace) => trace.languages.some((each) => each.language === language && (each.firstSampleOutMs ?? 0) > sinceMs));
  await until(`speech in ${languages.join(' and ')}`, 40_000, () => languages.every(said), rehearsal.diagnosis);
}

/** What is done to a server, and what the console says of it then. */
const FAULTS: ReadonlyArray<readonly [string, (server: TestSpeechServer, delayMs: number) => Promise<void>, RegExp]> = [
  ['gone', (server) => server.down(), /./],
  [
    'slow',
    async (server, delayMs) => {
      server.always = { kind: 'slow', delayMs };
    },
    /did not answer in time/,
  ],
  [
    'garbage',
    async (server) => {
      server.always = { kind: 'garbage' };
    },
    /127\.0\.0\.1/,
  ],
];

/** Until the console shows the engine as working: a fault that is made before would take what is still shown of the last one for its own. */
async function untilReady(rehearsal: RunningRehearsal, id: string): Promise<void> {
  await until(`${id} well again`, 30_000, () => rehearsal.hub.stats.current?.engines.find((engine) => engine.id === id)?.state === 'ready', rehearsal.diagnosis);
}

async function heal(server: TestSpeechServer, fault: string): Promise<number> {
  server.always = undefined;
  if (fault === 'gone') await server.up();
  return nowMs();
}

test.each([
  ['openai-translator', 'openai-recogniser'],
  ['libretranslate', 'whisper-asr'],
] as const)(
  'a server that is gone, too slow or answers nonsense costs its own languages: %s, %s, and a voice',
  async (translator, recogniser) => {
    const words = await TestSpeechServer.start();
    const ears = await TestSpeechServer.start();
    const mouth = await TestSpeechServer.start();
    await using rehearsal = await RunningRehearsal.start(LANGUAGES, {
      engines: [
        EngineSpec.parse({ type: translator, id: 'words', url: words.url, model: 'm', languages: ['de'] }),
        EngineSpec.parse({ type: recogniser, id: 'ears', url: ears.url, model: 'm', languages: ['en'] }),
        EngineSpec.parse({ type: 'openai-voice', id: 'mouth', url: mouth.url, model: 'm', voice: 'v', languages: ['ca'] }),
      ],
    });
    const engineHost = rehearsal.pidOf('engine-host');
    const states = await ChannelStates.follow(rehearsal, LANGUAGES);

    for (const [fault, breakIt, reason] of FAULTS) {
      const before = states.of('de').length;
      await breakIt(words, SLOWER_THAN.translator);
      const brokenMs = nowMs();
      await states.untilBeen('de', 'floor (no-translator)', before, 30_000);
      expect((await untilNamed(rehearsal, 'words', 5_000)).message).toMatch(reason);
      await untilSaid(rehearsal, ['es', 'ca'], brokenMs);
      const healedMs = await heal(words, fault);
      await untilSaid(rehearsal, ['de'], healedMs);
      process.stdout.write(`${translator} ${fault}: the floor after ${(healedMs - brokenMs).toFixed(0)} ms, speech ${(nowMs() - healedMs).toFixed(0)} ms after it was healed\n`);
      await untilReady(rehearsal, 'words');
    }
    expect([states.of('es'), states.of('ca')]).toEqual([[WELL], [WELL]]);

    // The bundled voice speaks for the server's, as soon as it is open.
    for (const [fault, breakIt] of FAULTS.filter(([fault]) => fault !== 'slow')) {
      await breakIt(mouth, SLOWER_THAN.voice);
      const named = await untilNamed(rehearsal, 'mouth', 30_000);
      await untilSaid(rehearsal, LANGUAGES, nowMs());
      const healedMs = await heal(mouth, fault);
      const asked = mouth.asked.length;
      await until('the voice asked again', 30_000, () => mouth.asked.length > asked, rehearsal.diagnosis);
      await untilReady(rehearsal, 'mouth');
      process.stdout.write(`openai-voice ${fault}: named after ${named.tookMs.toFixed(0)} ms, asked again ${(nowMs() - healedMs).toFixed(0)} ms after it was healed\n`);
    }
    expect(states.of('es')).toEqual([WELL]);

    for (const [fault, breakIt] of FAULTS) {
      await breakIt(ears, SLOWER_THAN.recogniser);
      const brokenMs = nowMs();
      const named = await untilNamed(rehearsal, 'ears', 40_000);
      await until('the floor on every channel', 5_000, () => LANGUAGES.every((language) => states.of(language).at(-1)?.startsWith('floor')), rehearsal.diagnosis);
      const healedMs = await heal(ears, fault);
      await untilSaid(rehearsal, LANGUAGES, healedMs);
      process.stdout.write(`${recogniser} ${fault}: named after ${named.tookMs.toFixed(0)} ms, the floor after ${(healedMs - brokenMs).toFixed(0)} ms, speech ${(nowMs() - healedMs).toFixed(0)} ms after it was healed\n`);
      await untilReady(rehearsal, 'ears');
    }

    expect(rehearsal.hub.captions.values.filter(({ stable }) => /service|html/.test(stable))).toEqual([]);
    expect(rehearsal.pidOf('engine-host')).toBe(engineHost);
  },
  420_000,
);
