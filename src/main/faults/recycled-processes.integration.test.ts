import { expect, test } from 'vitest';
import type { RehearsalRecord } from '../services/rehearsal/rehearsal-record.ts';
import { alignFloor } from '../services/rehearsal/spoken-spans.ts';
import { openTestHost, TESTER } from '../test-host.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { isAlive, RunningRehearsal, until } from './running-rehearsal.ts';

const LANGUAGES = ['es', 'pt'];

/** The most words in a row that a speaker said and nobody understood. */
function longestUnheard(record: RehearsalRecord): number {
  let longest = 0;
  for (const [identity, words] of record.spoken) {
    const segments = [...record.traces.values()].map((trace) => ({ trace, text: record.sourceTexts.get(trace.segmentId) ?? '' }));
    let run = 0;
    for (const { kind } of alignFloor({ identity, words }, segments).steps) {
      if (kind === 'deletion') run++;
      else if (kind !== 'insertion') run = 0;
      longest = Math.max(longest, run);
    }
  }
  return longest;
}

test('an engine host that is too large is replaced in the middle of a rehearsal: nobody hears it, nothing is lost', async () => {
  await using rehearsal = await RunningRehearsal.start(LANGUAGES);
  const before = rehearsal.channels.map(({ trackSid }) => trackSid);
  const old = rehearsal.pidOf('engine-host')!;
  const heard = new Set<string>();
  const watching = new AbortController();
  const watch = (async () => {
    for await (const channels of rehearsal.hub.channels.watch({ signal: watching.signal })) for (const { source, reason } of channels) heard.add(`${source} (${reason})`);
  })();

  // Every engine host is larger than this, so that the watch finds it at its next look.
  rehearsal.host.services.settings.update({ endurance: { engineHostMb: 50 } }, TESTER);
  const beside = await until('a second engine host', 5_000, () => (rehearsal.hub.stats.current?.processes.filter(({ name }) => name === 'engine-host').length ?? 0) === 2, rehearsal.diagnosis);
  expect(rehearsal.pidOf('engine-host')).toBe(old);
  const takenOver = await until('the fresh engine host in use', 90_000, () => rehearsal.hub.stats.current?.engineLoad.recycled === 1, rehearsal.diagnosis);
  const gone = await until('the end of the old one', 45_000, () => !isAlive(old), rehearsal.diagnosis);
  process.stdout.write(`engine host replaced: second one after ${beside.tookMs.toFixed(0)} ms, in use after ${takenOver.tookMs.toFixed(0)} ms, the old one gone ${gone.tookMs.toFixed(0)} ms later\n`);
  await rehearsal.untilSpoken(nowMs(), 20_000);
  await rehearsal.untilCaptioned(Date.now(), 20_000);

  expect(rehearsal.pidOf('engine-host')).not.toBe(old);
  expect(rehearsal.channels.map(({ trackSid }) => trackSid)).toEqual(before);
  const { record } = await rehearsal.stop();
  watching.abort();
  await watch.catch(() => undefined);
  expect(rehearsal.host.services.notices.entries.values.map(({ message }) => message)).toContainEqual(expect.stringMatching(/The engine host of room .* uses \d+ MB, more than the 50 MB it may/));
  expect([...heard].filter((each) => !each.startsWith('silence'))).toEqual(['machine (translator-ready)']);
  expect(LANGUAGES.map((tag) => record.probe.get(`channel:${tag}`)?.unsubscribed)).toEqual(LANGUAGES.map(() => 0));
  expect(LANGUAGES.map((tag) => record.heardOf(`channel:${tag}`)?.gaps)).toEqual(LANGUAGES.map(() => 0));
  expect([...record.traces.values()].flatMap(({ languages }) => languages.map(({ outcome }) => outcome)).filter((outcome) => outcome !== 'spoken')).toEqual([]);
  expect(longestUnheard(record)).toBeLessThanOrEqual(2);
});

test('a session worker that is too large is started anew once nobody has spoken for a while, and publishes its channels again', async () => {
  const { services } = await openTestHost();
  await services.nodes.start('local', TESTER);
  const { name } = await services.rooms.launch({ name: 'hall', floorLanguage: 'en', languages: LANGUAGES, policies: {} }, TESTER);
  const worker = (): number | undefined => services.rooms.processes().find((each) => each.name === 'session-worker')?.pid;
  const live = (): boolean => services.rooms.view(name).phase.kind === 'live' && (services.rooms.hub(name).channels.current ?? []).every(({ trackSid }) => trackSid !== undefined);
  await until('the room live', 20_000, live);
  const old = worker()!;

  services.settings.update({ endurance: { sessionWorkerMb: 50 } }, TESTER);
  await until('the notice that it waits', 10_000, () => services.notices.entries.values.some(({ message }) => /The session worker of room hall .* as soon as nobody has spoken/.test(message)));
  expect(worker()).toBe(old);
  await until('another session worker', 45_000, () => worker() !== undefined && worker() !== old);
  const back = await until('the room live again', 20_000, live);
  process.stdout.write(`session worker replaced: live again ${back.tookMs.toFixed(0)} ms after it had begun anew\n`);
  expect(isAlive(old)).toBe(false);
});
