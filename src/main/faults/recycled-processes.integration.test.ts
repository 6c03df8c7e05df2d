import { expect, test } from 'vitest';
import type { RehearsalRecord } from '../services/rehearsal/rehearsal-record.ts';
import { alignFloor } from '../services/rehearsal/spoken-spans.ts';
import { spokenWords } from '../services/rehearsal/spoken-words.ts';
import { TESTER } from '../test-host.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { sessionPriority } from '../../shared/node/test-scheduling-policy.ts';
import { isAlive, RunningRehearsal, until } from './running-rehearsal.ts';

const LANGUAGES = ['es', 'pt'];

/** A fresh session worker warms up in the time that the one in use leaves. */
const TAKEOVER_WITHIN_MS = 150_000;

/** So many words in a row are part of a sentence; fewer may be a number or a word that a recogniser does not understand now and then. */
const PART_OF_A_SENTENCE = 4;

/** What speakers said and nobody heard. */
function unheard(record: RehearsalRecord): string[] {
  const parts: string[] = [];
  for (const [identity, words] of record.spoken) {
    const said = words.flatMap(({ text }) => spokenWords(text));
    const segments = [...record.traces.values()].map((trace) => ({ trace, text: record.sourceTexts.get(trace.segmentId) ?? '' }));
    let run: string[] = [];
    const end = (): void => {
      if (run.length >= PART_OF_A_SENTENCE) parts.push(run.join(' '));
      run = [];
    };
    for (const step of alignFloor({ identity, words }, segments).steps) {
      if (step.kind === 'deletion') run.push(said[step.reference] ?? '');
      else if (step.kind !== 'insertion') end();
    }
    end();
  }
  return parts;
}

/** Segments of one speaker that stand for the same moment: two workers understood the same words. */
function saidTwice(record: RehearsalRecord): string[] {
  const spans = [...record.traces.values()].map(({ segmentId, speakerIdentity, speechStartArrivedMs, speechEndArrivedMs }) => ({ segmentId, speakerIdentity, from: speechStartArrivedMs, to: speechEndArrivedMs }));
  return spans.filter((one) => spans.some((other) => other.segmentId !== one.segmentId && other.speakerIdentity === one.speakerIdentity && other.from < one.to - 100 && one.from < other.to - 100)).map(({ segmentId }) => segmentId);
}

test('an engine host that is too large is replaced in the middle of a rehearsal: nobody hears it, nothing is lost', async () => {
  await using rehearsal = await RunningRehearsal.start(LANGUAGES);
  await rehearsal.untilWarm();
  const before = rehearsal.channels.map(({ trackSid }) => trackSid);
  const old = rehearsal.pidOf('engine-host')!;
  const heard = new Set<string>();
  const watching = new AbortController();
  const watch = (async () => {
    for await (const channels of rehearsal.hub.channels.watch({ signal: watching.signal })) for (const { source, reason } of channels) heard.add(`${source} (${reason})`);
  })();

  // Every engine host is larger than this, so that the watch finds it at its next look.
  rehearsal.host.services.settings.update({ endurance: { engineHostMb: 50 } }, TESTER);
  const beside = await until('a second engine host', 15_000, () => (rehearsal.hub.stats.current?.processes.filter(({ name }) => name === 'engine-host').length ?? 0) === 2, rehearsal.diagnosis);
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
  expect(unheard(record)).toEqual([]);
});

test('a session worker that is too large is replaced in the middle of a rehearsal, and so is the fresh one: no gap, nothing said twice or lost', async () => {
  await using rehearsal = await RunningRehearsal.start(LANGUAGES);
  await rehearsal.untilWarm();
  const { services } = rehearsal.host;
  const workers = (): number[] => services.rooms.processes().filter(({ name }) => name === 'session-worker').map(({ pid }) => pid);
  const before = new Set(rehearsal.channels.map(({ trackSid }) => trackSid));
  const [old] = workers();
  const priority = sessionPriority(old!);

  // Every session worker is larger than this, so that the watch finds it at its next look.
  services.settings.update({ endurance: { sessionWorkerMb: 50 } }, TESTER);
  const beside = await until('a second session worker', 10_000, () => workers().length === 2, rehearsal.diagnosis);
  // Where sessions have an order and may be raised, that of the first one is.
  expect(new Set(workers().map((pid) => sessionPriority(pid)))).toEqual(new Set([priority, priority && 0]));
  const takenOver = await until('the fresh session worker in use', TAKEOVER_WITHIN_MS, () => workers().length === 1 && !workers().includes(old!), rehearsal.diagnosis);
  const gone = await until('the end of the old one', 10_000, () => !isAlive(old!), rehearsal.diagnosis);
  process.stdout.write(`session worker replaced: second one after ${beside.tookMs.toFixed(0)} ms, in use after ${takenOver.tookMs.toFixed(0)} ms, the old one gone ${gone.tookMs.toFixed(0)} ms later\n`);
  await rehearsal.untilSpoken(nowMs(), 20_000);
  await rehearsal.untilCaptioned(Date.now(), 20_000);

  const after = rehearsal.channels.map(({ trackSid }) => trackSid);
  expect(after.filter((sid) => sid === undefined || before.has(sid))).toEqual([]);

  // Not raised while it warmed up beside the first, it is waited for now.
  const [fresh] = workers();
  expect(sessionPriority(fresh!)).toBe(priority);

  // The watch would wait for half an hour before it replaced the fresh one.
  const replaced = services.rooms.recycleWorker(rehearsal.room);
  const again = await until('the next session worker in use', TAKEOVER_WITHIN_MS, () => workers().length === 1 && !workers().includes(fresh!), rehearsal.diagnosis);
  await replaced;
  process.stdout.write(`the fresh session worker replaced in its turn: after ${again.tookMs.toFixed(0)} ms\n`);
  await rehearsal.untilSpoken(nowMs(), 20_000);
  await rehearsal.untilCaptioned(Date.now(), 20_000);

  const { record } = await rehearsal.stop();
  expect(services.notices.entries.values.map(({ message }) => message).filter((message) => message.includes('session worker'))).toEqual([expect.stringMatching(/The session worker of room .* uses \d+ MB, more than the 50 MB it may/)]);
  // The listener was given the next track of each channel before the one before went away, and was never without sound.
  expect(LANGUAGES.map((tag) => record.probe.get(`channel:${tag}`))).toEqual(LANGUAGES.map(() => expect.objectContaining({ unsubscribed: 0, gaps: 0, subscriptions: 3 })));
  expect([...record.traces.values()].flatMap(({ languages }) => languages.map(({ outcome }) => outcome)).filter((outcome) => outcome !== 'spoken')).toEqual([]);
  expect(unheard(record)).toEqual([]);
  expect(saidTwice(record)).toEqual([]);
}, 2 * TAKEOVER_WITHIN_MS + 300_000);
