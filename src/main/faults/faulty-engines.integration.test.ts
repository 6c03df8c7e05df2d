import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { ChannelStates, WELL } from './channel-states.ts';
import { faultyWorkers, SLOW_VOICE_MS } from './faulty-workers.ts';
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

  test('a voice that dies, one that hangs, one that sends nonsense, and one that is slow', async () => {
    const workers = await faultyWorkers();
    await using rehearsal = await RunningRehearsal.start(LANGUAGES, { workersDir: workers.folder });
    const engineHost = known(rehearsal.pidOf('engine-host'));
    const states = await ChannelStates.follow(rehearsal, LANGUAGES);

    await workers.breakVoice('ca', 'throws');
    const named = await states.untilBeen('ca', 'floor (no-voice)', 0, 40_000);
    const died = await states.untilWell(10_000);

    const before = states.of('ca').length;
    await workers.breakVoice('ca', 'hangs');
    const hung = await states.untilBeen('ca', 'floor (no-voice)', before, 40_000);
    const restarted = await states.untilWell(10_000);
    process.stdout.write(
      `voice ca threw: named ${named.toFixed(0)} ms after the order, well after ${died.toFixed(0)} ms more; hung: named after ${hung.toFixed(0)} ms, well after ${restarted.toFixed(0)} ms more\n`,
    );

    const sound = states.of('ca').length;
    await workers.breakVoice('ca', 'garbage');
    await states.untilBeen('ca', 'floor (no-voice)', sound, 40_000);
    await states.untilWell(10_000);

    const soFar = states.of('ca').length;
    const slowSinceMs = nowMs();
    await workers.breakVoice('ca', 'slow');
    await until('a late Catalan voice', 20_000, () => voiceTimesMs(rehearsal, 'ca', slowSinceMs).some((ms) => ms >= SLOW_VOICE_MS), rehearsal.diagnosis);
    await until('Spanish meanwhile', 10_000, () => voiceTimesMs(rehearsal, 'es', slowSinceMs).length > 0, rehearsal.diagnosis);
    expect(Math.min(...voiceTimesMs(rehearsal, 'es', slowSinceMs))).toBeLessThan(SLOW_VOICE_MS / 2);
    await workers.healVoice('ca');
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
