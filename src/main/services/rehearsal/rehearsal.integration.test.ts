import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { RehearsalReport } from '../../../shared/rehearsal-report.ts';
import { openTestHost, TESTER } from '../../test-host.ts';

beforeAll(() => {
  for (const worker of ['session-worker', 'engine-host', 'rehearsal-worker']) {
    if (!existsSync(resolve(import.meta.dirname, `../../../../out/main/${worker}.js`))) throw new Error('build first: npm run build');
  }
});

/** Real server, real workers, real engines. Delay is judged by `npm run rehearse` on a quiet machine, not here. */
test('thirty seconds of a rehearsal: heard, captioned and spoken in two languages, one at a time, and gone after', async () => {
  const host = await openTestHost();
  const { nodes, rehearsal, rooms } = host.services;
  await nodes.start('local', TESTER);

  const { room } = await rehearsal.start({ languages: ['es', 'ca'], seconds: 30 }, TESTER);
  await expect(rehearsal.start({ languages: ['es'] }, TESTER)).rejects.toMatchObject({ code: 'CONFLICT' });
  const { report } = await rehearsal.outcome();

  RehearsalReport.parse(report);
  expect(report.floor.segments).toBeGreaterThanOrEqual(4);
  // 0.04 as a rule; a machine that stands still for a second takes a clause. How well it is recognised is judged by the bench.
  expect(report.floor.wordErrorRate).toBeLessThanOrEqual(0.2);
  for (const language of ['es', 'ca']) {
    const channel = report.languages[language];
    expect(channel).toMatchObject({ gaps: 0, changedCommittedWords: 0, twoVoicesMs: 0, captions: report.floor.segments });
    expect(channel?.machineDelayMs.p50).toBeGreaterThan(100);
    expect(channel?.earVoiceSpanMs.p50).toBeGreaterThan(channel?.machineDelayMs.p50 ?? Infinity);
    const sharesMs = Object.values(channel?.stagesMs ?? {});
    expect(sharesMs.every((share) => share >= 0)).toBe(true);
  }
  expect(report.processes['session-worker']?.residentMb).toBeGreaterThan(20);
  expect(() => rooms.view(room)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  expect(rehearsal.view.current).toMatchObject({ kind: 'idle', lastReport: report });
});

test('goes on after a restart of the console, until the user stops it', async () => {
  const first = await openTestHost();
  await first.services.nodes.start('local', TESTER);
  await first.services.rehearsal.start({ languages: ['ca'], script: 'A: We begin at nine.' }, TESTER);
  await first[Symbol.asyncDispose]();

  const second = await openTestHost({ dataDir: first.dataDir, autoStart: true });
  await expect.poll(() => second.services.rooms.views.current, { timeout: 10_000 }).toMatchObject([{ rehearsal: true, languages: ['ca'] }]);
  await expect.poll(() => second.services.rehearsal.view.current?.kind, { timeout: 10_000 }).not.toBe('idle');
  await second.services.rehearsal.stop();
  await second[Symbol.asyncDispose]();

  const { services } = await openTestHost({ dataDir: first.dataDir, autoStart: true });
  await expect.poll(() => services.nodes.views.current?.[0]?.state.kind, { timeout: 10_000 }).toBe('running');
  // The rehearsal would follow at once.
  await sleep(500);
  expect(services.rooms.views.current).toEqual([]);
  expect(services.rehearsal.view.current).toEqual({ kind: 'idle' });
});

test('a rehearsal whose room the user closed is over for good', async () => {
  const first = await openTestHost();
  await first.services.nodes.start('local', TESTER);
  const { room } = await first.services.rehearsal.start({ languages: ['es'] }, TESTER);
  const outcome = expect(first.services.rehearsal.outcome()).rejects.toMatchObject({ code: 'PEER_GONE' });
  await first.services.rooms.close(room, TESTER);
  await outcome;
  await first[Symbol.asyncDispose]();
  expect(JSON.parse(await readFile(join(first.dataDir, 'state.json'), 'utf8'))).toMatchObject({ rehearsal: { kind: 'ended' } });
});

test.each([
  ['an empty script', { languages: ['es'], script: ' \n' }, 'SCRIPT_EMPTY'],
  ['an unknown language', { languages: ['qqq'] }, 'LANGUAGE_UNKNOWN'],
])('%s starts nothing', async (_, request, code) => {
  const { services } = await openTestHost();
  await services.nodes.start('local', TESTER);
  await expect(services.rehearsal.start(request, TESTER)).rejects.toMatchObject({ code });
  expect(services.rooms.views.current).toEqual([]);
  expect(() => services.rehearsal.say('Hello.')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
});
