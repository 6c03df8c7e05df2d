import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { SLOW_VOICE_MS, TestEspeak } from '../../shared/node/test-espeak.ts';
import { ChannelStates, WELL } from './channel-states.ts';
import { isAlive, RunningRehearsal, until } from './running-rehearsal.ts';

const LANGUAGES = ['es', 'ca', 'pt'];

/** The programs of one Apertium pair, as soon as they are known to run: who runs is told every two seconds. */
async function programsOf(rehearsal: RunningRehearsal, pair: string): Promise<readonly number[]> {
  const running = (): number[] => {
    const pids = rehearsal.hub.stats.current?.processes.flatMap(({ name, pid }) => (name === 'apertium' ? [pid] : [])) ?? [];
    return pids.filter((pid) => isAlive(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(pair));
  };
  const { value } = await until(`programs of ${pair}`, 10_000, () => (running().length > 0 ? running() : undefined), rehearsal.diagnosis);
  return value;
}

/** How long the voice of each clause took to its first sound, of those that were asked for after `sinceMs`. */
function voiceTimesMs(rehearsal: RunningRehearsal, language: string, sinceMs: number): number[] {
  const clauses = rehearsal.hub.traces.values.flatMap(({ languages }) => languages.filter((each) => each.language === language));
  return clauses.flatMap(({ synthesiseStartMs, firstAudioMs }) => (synthesiseStartMs !== undefined && firstAudioMs !== undefined && synthesiseStartMs > sinceMs ? [firstAudioMs - synthesiseStartMs] : []));
}

const known = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('not known');
  return value;
};

/** Kills the Catalan translator between two clauses until that is noticed: one that is back before the machine has said what it was saying is missed by nobody. */
async function killedUntilNamed(rehearsal: RunningRehearsal, states: ChannelStates): Promise<number> {
  for (let time = 1; ; time++) {
    const programs = await programsOf(rehearsal, 'eng-cat');
    await until('Catalan said to its end', 20_000, () => rehearsal.channels.find(({ language }) => language === 'ca')?.lagMs === 0, rehearsal.diagnosis);
    process.kill(known(programs[0]), 'SIGKILL');
    try {
      return await states.untilBeen('ca', 'floor (no-translator)', 0, 2_000);
    } catch (thrown) {
      if (time === 5) throw thrown;
    }
  }
}

describe('an engine that fails during a rehearsal takes its own languages with it, and comes back by itself', () => {
  test('a translator that is killed, that hangs, and that is only slow', async () => {
    await using rehearsal = await RunningRehearsal.start(LANGUAGES);
    const engineHost = known(rehearsal.pidOf('engine-host'));
    const states = await ChannelStates.follow(rehearsal, LANGUAGES);

    const named = await killedUntilNamed(rehearsal, states);
    const killed = await states.untilWell(10_000);

    const before = states.of('ca').length;
    for (const pid of await programsOf(rehearsal, 'eng-cat')) process.kill(pid, 'SIGSTOP');
    const hung = await states.untilBeen('ca', 'floor (no-translator)', before, 30_000);
    const restarted = await states.untilWell(10_000);
    process.stdout.write(
      `eng-cat killed: named after ${named.toFixed(0)} ms, well after ${killed.toFixed(0)} ms more; hung: named ${hung.toFixed(0)} ms after it was stopped, well after ${restarted.toFixed(0)} ms more\n`,
    );

    const soFar = states.of('ca').length;
    const slow = await programsOf(rehearsal, 'eng-cat');
    for (let time = 0; time < 5; time++) {
      for (const pid of slow) process.kill(pid, 'SIGSTOP');
      await sleep(700);
      for (const pid of slow) process.kill(pid, 'SIGCONT');
      await sleep(300);
    }
    await rehearsal.untilSpoken(nowMs(), 20_000);
    expect(states.of('ca').slice(soFar)).toEqual([]);
    expect(slow.every(isAlive)).toBe(true);

    expect([states.of('es'), states.of('pt')]).toEqual([[WELL], [WELL]]);
    expect(rehearsal.pidOf('engine-host')).toBe(engineHost);
  });

  test('a voice that fails, one that hangs, one that sends nonsense, and one that is slow', async () => {
    const espeak = new TestEspeak();
    espeak.putOnPath();
    await using rehearsal = await RunningRehearsal.start(LANGUAGES);
    const engineHost = known(rehearsal.pidOf('engine-host'));
    const states = await ChannelStates.follow(rehearsal, LANGUAGES);

    const voice = (): string | undefined => rehearsal.channels.find(({ language }) => language === 'ca')?.voice;
    espeak.break('ca', 'fails');
    const named = await states.untilBeen('ca', 'floor (no-voice)', 0, 40_000);
    // The bundled voice is opened, and stands in until the installed one is healed.
    const stoodIn = await states.untilWell(20_000);
    expect(voice()).toBe('espeak-ng-bundled');
    const status = rehearsal.hub.stats.current?.engines.find(({ id }) => id === 'espeak-ng');
    expect(status).toMatchObject({ state: 'failed', message: expect.stringContaining('voice ca of the installed espeak-ng fails') as string });
    espeak.heal('ca');
    const { tookMs: back } = await until('the installed voice', 20_000, () => voice() === 'espeak-ng', rehearsal.diagnosis);
    process.stdout.write(`voice ca failed: named ${named.toFixed(0)} ms after the order, another after ${stoodIn.toFixed(0)} ms more, itself ${back.toFixed(0)} ms after it was healed\n`);

    // It is kept for half a minute: what fails next is heard by nobody.
    const unchanged = states.of('ca').length;
    for (const fault of ['hangs', 'garbage'] as const) {
      espeak.break('ca', fault);
      await until(`the bundled voice instead of one that ${fault}`, 40_000, () => voice() === 'espeak-ng-bundled', rehearsal.diagnosis);
      await rehearsal.untilSpoken(nowMs(), 20_000);
      espeak.heal('ca');
      await until('the installed voice', 20_000, () => voice() === 'espeak-ng', rehearsal.diagnosis);
    }
    expect(states.of('ca').slice(unchanged)).toEqual([]);

    const soFar = states.of('ca').length;
    const slowSinceMs = nowMs();
    espeak.break('ca', 'slow');
    await until('a late Catalan voice', 20_000, () => voiceTimesMs(rehearsal, 'ca', slowSinceMs).some((ms) => ms >= SLOW_VOICE_MS), rehearsal.diagnosis);
    await until('Spanish meanwhile', 10_000, () => voiceTimesMs(rehearsal, 'es', slowSinceMs).length > 0, rehearsal.diagnosis);
    expect(Math.min(...voiceTimesMs(rehearsal, 'es', slowSinceMs))).toBeLessThan(SLOW_VOICE_MS / 2);
    espeak.heal('ca');
    const healedMs = nowMs();
    await until('Catalan in time again', 20_000, () => voiceTimesMs(rehearsal, 'ca', healedMs).some((ms) => ms < SLOW_VOICE_MS / 2), rehearsal.diagnosis);
    expect(states.of('ca').slice(soFar)).toEqual([]);

    expect([states.of('es'), states.of('pt')]).toEqual([[WELL], [WELL]]);
    expect(rehearsal.pidOf('engine-host')).toBe(engineHost);
  }, 240_000);

  test('the recogniser’s process, slow for a moment and then hung', async () => {
    await using rehearsal = await RunningRehearsal.start(LANGUAGES);
    const engineHost = known(rehearsal.pidOf('engine-host'));
    const tracks = rehearsal.channels.map(({ trackSid }) => trackSid);
    const states = await ChannelStates.follow(rehearsal, LANGUAGES);

    process.kill(engineHost, 'SIGSTOP');
    await sleep(1_500);
    process.kill(engineHost, 'SIGCONT');
    await rehearsal.untilSpoken(nowMs(), 20_000);
    expect(LANGUAGES.map((language) => states.of(language))).toEqual(LANGUAGES.map(() => [WELL]));
    expect(rehearsal.pidOf('engine-host')).toBe(engineHost);

    process.kill(engineHost, 'SIGSTOP');
    const floor = await until('the floor on every channel', 25_000, () => LANGUAGES.every((language) => states.of(language).includes('floor (engines-down)')), rehearsal.diagnosis);
    const back = await states.untilWell(10_000);
    process.stdout.write(`engine host hung: the floor after ${floor.tookMs.toFixed(0)} ms, the machine ${back.toFixed(0)} ms later\n`);
    expect(rehearsal.pidOf('engine-host')).not.toBe(engineHost);
    expect(isAlive(engineHost)).toBe(false);
    expect(rehearsal.channels.map(({ trackSid }) => trackSid)).toEqual(tracks);
  });
});
