import { expect, test } from 'vitest';
import { isAlive, nowMs, RunningRehearsal, until } from './running-rehearsal.ts';

const LANGUAGES = ['es', 'pt'];

test('the engine host is replaced in the middle of a rehearsal: nobody hears it, nothing is lost', async () => {
  await using rehearsal = await RunningRehearsal.start(LANGUAGES);
  const before = rehearsal.channels.map(({ trackSid }) => trackSid);
  const old = rehearsal.pidOf('engine-host')!;
  const heard = new Set<string>();
  const watching = new AbortController();
  const watch = (async () => {
    for await (const channels of rehearsal.hub.channels.watch({ signal: watching.signal })) for (const { source, reason } of channels) heard.add(`${source} (${reason})`);
  })();

  rehearsal.host.services.rooms.recycleEngines(rehearsal.room, 'a test');
  const beside = await until('a second engine host', 5_000, () => (rehearsal.hub.stats.current?.processes.filter(({ name }) => name === 'engine-host').length ?? 0) === 2, rehearsal.diagnosis);
  expect(rehearsal.pidOf('engine-host')).toBe(old);
  const takenOver = await until('the fresh engine host in use', 90_000, () => rehearsal.hub.stats.current?.engineLoad.recycled === 1, rehearsal.diagnosis);
  const gone = await until('the end of the old one', 45_000, () => !isAlive(old), rehearsal.diagnosis);
  process.stdout.write(`engine host replaced: second one after ${beside.tookMs.toFixed(0)} ms, in use after ${takenOver.tookMs.toFixed(0)} ms, the old one gone ${gone.tookMs.toFixed(0)} ms later\n`);
  await rehearsal.untilSpoken(nowMs(), 20_000);
  await rehearsal.untilCaptioned(Date.now(), 20_000);

  expect(rehearsal.pidOf('engine-host')).not.toBe(old);
  expect(rehearsal.channels.map(({ trackSid }) => trackSid)).toEqual(before);
  const { record, report } = await rehearsal.stop();
  watching.abort();
  await watch.catch(() => undefined);
  expect([...heard].filter((each) => !each.startsWith('silence'))).toEqual(['machine (translator-ready)']);
  expect(LANGUAGES.map((tag) => record.probe.get(`channel:${tag}`)?.unsubscribed)).toEqual(LANGUAGES.map(() => 0));
  expect(LANGUAGES.map((tag) => record.heardOf(`channel:${tag}`)?.gaps)).toEqual(LANGUAGES.map(() => 0));
  expect([...record.traces.values()].flatMap(({ languages }) => languages.map(({ outcome }) => outcome)).filter((outcome) => outcome !== 'spoken')).toEqual([]);
  // A sentence that nobody heard would be a tenth of the words.
  expect(report.floor.wordErrorRate).toBeLessThan(0.08);
});
