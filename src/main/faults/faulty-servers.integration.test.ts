import { expect, test } from 'vitest';
import { EngineSpec } from '../../shared/engine-spec.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { TestSpeechServer } from '../../shared/node/test-speech-server.ts';
import { ChannelStates, WELL } from './channel-states.ts';
import { RunningRehearsal, until } from './running-rehearsal.ts';

/** Apertium translates the first two; the third has only the server. */
const LANGUAGES = ['es', 'ca', 'de'];
/** More than a translator is given: it is asked in vain. */
const TOO_SLOW_MS = 4_500;

/** Until the console shows the engine as failed. Resolves with what it says of it. */
async function untilNamed(rehearsal: RunningRehearsal, id: string, timeoutMs: number): Promise<{ message: string; tookMs: number }> {
  const failed = () => rehearsal.hub.stats.current?.engines.find((engine) => engine.id === id && engine.state === 'failed');
  const { value, tookMs } = await until(`${id} as failed`, timeoutMs, failed, rehearsal.diagnosis);
  return { message: value.message, tookMs };
}

/** Until the machine has begun to say something on each of `languages` after `sinceMs`. */
async function untilSaid(rehearsal: RunningRehearsal, languages: readonly string[], sinceMs: number): Promise<void> {
  const said = (language: string): boolean => rehearsal.hub.traces.values.some((trace) => trace.languages.some((each) => each.language === language && (each.firstSampleOutMs ?? 0) > sinceMs));
  await until(`speech in ${languages.join(' and ')}`, 20_000, () => languages.every(said), rehearsal.diagnosis);
}

test('a translation server that is too slow, or answers nonsense, takes its language with it; a recogniser that does takes the floor', async () => {
  const words = await TestSpeechServer.start();
  const ears = await TestSpeechServer.start();
  await using rehearsal = await RunningRehearsal.start(LANGUAGES, {
    engines: [
      EngineSpec.parse({ type: 'openai-translator', id: 'words', url: words.url, model: 'm', languages: ['de'] }),
      EngineSpec.parse({ type: 'openai-recogniser', id: 'ears', url: ears.url, model: 'm', languages: ['en'] }),
    ],
  });
  const engineHost = rehearsal.pidOf('engine-host');
  const states = await ChannelStates.follow(rehearsal, LANGUAGES);

  for (const [fault, reason] of [[{ kind: 'slow', delayMs: TOO_SLOW_MS }, /did not answer in time/], [{ kind: 'garbage' }, /words at 127\.0\.0\.1/]] as const) {
    const before = states.of('de').length;
    words.always = fault;
    const brokenMs = nowMs();
    await states.untilBeen('de', 'floor (no-translator)', before, 30_000);
    const named = await untilNamed(rehearsal, 'words', 5_000);
    expect(named.message).toMatch(reason);
    await untilSaid(rehearsal, ['es', 'ca'], brokenMs);
    words.always = undefined;
    const healedMs = nowMs();
    await untilSaid(rehearsal, ['de'], healedMs);
    process.stdout.write(`translator ${fault.kind}: the floor after ${(healedMs - brokenMs).toFixed(0)} ms, speech ${(nowMs() - healedMs).toFixed(0)} ms after it was healed\n`);
  }
  expect([states.of('es'), states.of('ca')]).toEqual([[WELL], [WELL]]);

  ears.always = { kind: 'garbage' };
  const brokenMs = nowMs();
  const named = await untilNamed(rehearsal, 'ears', 30_000);
  await until('the floor on every channel', 5_000, () => LANGUAGES.every((language) => states.of(language).at(-1)?.startsWith('floor')), rehearsal.diagnosis);
  ears.always = undefined;
  const healedMs = nowMs();
  await untilSaid(rehearsal, LANGUAGES, healedMs);
  process.stdout.write(`recogniser garbage: named after ${named.tookMs.toFixed(0)} ms, the floor after ${(healedMs - brokenMs).toFixed(0)} ms, speech ${(nowMs() - healedMs).toFixed(0)} ms after it was healed\n`);

  expect(rehearsal.hub.captions.values.filter(({ stable }) => /service|html/.test(stable))).toEqual([]);
  expect(rehearsal.pidOf('engine-host')).toBe(engineHost);
}, 240_000);
