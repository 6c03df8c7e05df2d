import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { faultyWorkers } from './faulty-workers.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { isAlive, RunningRehearsal, until } from './running-rehearsal.ts';

const LANGUAGES = ['es', 'ca', 'pt'];
const WELL = 'machine (translator-ready)';

/** The programs of one Apertium pair. */
function programsOf(rehearsal: RunningRehearsal, pair: string): number[] {
  const pids = rehearsal.hub.stats.current?.processes.flatMap(({ name, pid }) => (name === 'apertium' ? [pid] : [])) ?? [];
  const found = pids.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(pair));
  if (found.length === 0) throw new Error(`no program of ${pair} runs`);
  return found;
}

/** Everything each channel has been since now, in order, `source (reason)`. */
function follow(rehearsal: RunningRehearsal): (language: string) => readonly string[] {
  const seen = new Map<string, string[]>(LANGUAGES.map((language) => [language, []]));
  const watching = new AbortController();
  onTestFinished(() => watching.abort());
  void (async () => {
    for await (const channels of rehearsal.hub.channels.watch({ signal: watching.signal })) {
      for (const { language, source, reason } of channels) {
        const states = seen.get(language)!;
        const state = `${source} (${reason})`;
        if (states.at(-1) !== state) states.push(state);
      }
    }
  })();
  return (language) => seen.get(language) ?? [];
}

const known = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('not known');
  return value;
};

async function untilWell(rehearsal: RunningRehearsal, statesOf: (language: string) => readonly string[], timeoutMs: number): Promise<number> {
  const startMs = nowMs();
  await until('the machine on every channel', timeoutMs, () => LANGUAGES.every((language) => statesOf(language).at(-1) === WELL), rehearsal.diagnosis);
  const tookMs = nowMs() - startMs;
  await rehearsal.untilSpoken(nowMs(), 20_000);
  await rehearsal.untilCaptioned(Date.now() - 20_000, 20_000);
  return tookMs;
}

describe('an engine that fails during a rehearsal takes its own languages with it, and comes back by itself', () => {
  test('a translator that is killed, that hangs, and that is only slow', async () => {
    await using rehearsal = await RunningRehearsal.start(LANGUAGES);
    const engineHost = known(rehearsal.pidOf('engine-host'));
    const statesOf = follow(rehearsal);
    await until('the channels', 1_000, () => statesOf('ca').length > 0);

    process.kill(known(programsOf(rehearsal, 'eng-cat')[0]), 'SIGKILL');
    const named = await until('Catalan without a translator', 2_000, () => statesOf('ca').includes('floor (no-translator)'), rehearsal.diagnosis);
    const killed = await untilWell(rehearsal, statesOf, 10_000);

    const before = statesOf('ca').length;
    for (const pid of programsOf(rehearsal, 'eng-cat')) process.kill(pid, 'SIGSTOP');
    const hung = await until('Catalan without a translator', 30_000, () => statesOf('ca').slice(before).includes('floor (no-translator)'), rehearsal.diagnosis);
    const restarted = await untilWell(rehearsal, statesOf, 10_000);
    process.stdout.write(
      `eng-cat killed: named after ${named.tookMs.toFixed(0)} ms, well after ${killed.toFixed(0)} ms more; hung: named ${hung.tookMs.toFixed(0)} ms after it was stopped, well after ${restarted.toFixed(0)} ms more\n`,
    );

    const soFar = statesOf('ca').length;
    const slow = programsOf(rehearsal, 'eng-cat');
    for (let time = 0; time < 5; time++) {
      for (const pid of slow) process.kill(pid, 'SIGSTOP');
      await sleep(700);
      for (const pid of slow) process.kill(pid, 'SIGCONT');
      await sleep(300);
    }
    await rehearsal.untilSpoken(nowMs(), 20_000);
    expect(statesOf('ca').slice(soFar)).toEqual([]);
    expect(slow.every(isAlive)).toBe(true);

    expect([statesOf('es'), statesOf('pt')]).toEqual([[WELL], [WELL]]);
    expect(rehearsal.pidOf('engine-host')).toBe(engineHost);
  });

  test('a voice that dies, and one that hangs', async () => {
    const workers = await faultyWorkers();
    await using rehearsal = await RunningRehearsal.start(LANGUAGES, workers.folder);
    const engineHost = known(rehearsal.pidOf('engine-host'));
    const statesOf = follow(rehearsal);
    await until('the channels', 1_000, () => statesOf('ca').length > 0);

    await workers.breakVoice('ca', 'throws');
    const named = await until('Catalan without a voice', 20_000, () => statesOf('ca').includes('floor (no-voice)'), rehearsal.diagnosis);
    const died = await untilWell(rehearsal, statesOf, 10_000);

    const before = statesOf('ca').length;
    await workers.breakVoice('ca', 'hangs');
    const hung = await until('Catalan without a voice', 40_000, () => statesOf('ca').slice(before).includes('floor (no-voice)'), rehearsal.diagnosis);
    const restarted = await untilWell(rehearsal, statesOf, 10_000);
    process.stdout.write(
      `voice ca threw: named ${named.tookMs.toFixed(0)} ms after the order, well after ${died.toFixed(0)} ms more; hung: named after ${hung.tookMs.toFixed(0)} ms, well after ${restarted.toFixed(0)} ms more\n`,
    );

    expect([statesOf('es'), statesOf('pt')]).toEqual([[WELL], [WELL]]);
    expect(rehearsal.pidOf('engine-host')).toBe(engineHost);
  });

  test('the recogniser’s process, slow for a moment and then hung', async () => {
    await using rehearsal = await RunningRehearsal.start(LANGUAGES);
    const engineHost = known(rehearsal.pidOf('engine-host'));
    const tracks = rehearsal.channels.map(({ trackSid }) => trackSid);
    const statesOf = follow(rehearsal);
    await until('the channels', 1_000, () => statesOf('ca').length > 0);

    process.kill(engineHost, 'SIGSTOP');
    await sleep(1_500);
    process.kill(engineHost, 'SIGCONT');
    await rehearsal.untilSpoken(nowMs(), 20_000);
    expect(LANGUAGES.map((language) => statesOf(language))).toEqual(LANGUAGES.map(() => [WELL]));
    expect(rehearsal.pidOf('engine-host')).toBe(engineHost);

    process.kill(engineHost, 'SIGSTOP');
    const floor = await until('the floor on every channel', 25_000, () => LANGUAGES.every((language) => statesOf(language).includes('floor (engines-down)')), rehearsal.diagnosis);
    const back = await untilWell(rehearsal, statesOf, 10_000);
    process.stdout.write(`engine host hung: the floor after ${floor.tookMs.toFixed(0)} ms, the machine ${back.toFixed(0)} ms later\n`);
    expect(rehearsal.pidOf('engine-host')).not.toBe(engineHost);
    expect(isAlive(engineHost)).toBe(false);
    expect(rehearsal.channels.map(({ trackSid }) => trackSid)).toEqual(tracks);
  });
});
