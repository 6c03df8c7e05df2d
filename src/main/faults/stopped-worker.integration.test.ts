import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { channelTrack } from '../../shared/tracks.ts';
import { RunningRehearsal, until } from './running-rehearsal.ts';

const LANGUAGES = ['es', 'pt'];
const STOPPED_MS = 500;

test('a session worker that stands still for half a second is a no-go: the track goes on, its sound does not', async () => {
  await using rehearsal = await RunningRehearsal.start(LANGUAGES);
  await rehearsal.untilWarm();
  const { record } = rehearsal.host.services.rehearsal;
  const missing = (language: string): Required<ReturnType<typeof record.missingSoundOf>> => {
    const { unwrittenMs = NaN, concealedMs = NaN, worstSecondMs = NaN } = record.missingSoundOf(channelTrack(language));
    return { unwrittenMs, concealedMs, worstSecondMs };
  };
  await until('figures of every channel', 30_000, () => LANGUAGES.every((language) => !Object.values(missing(language)).some(Number.isNaN)), rehearsal.diagnosis);
  const before = LANGUAGES.map(missing);

  const pid = rehearsal.pidOf('session-worker')!;
  process.kill(pid, 'SIGSTOP');
  try {
    await sleep(STOPPED_MS);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  // 100 ms are made good, and what was written is known to 10 ms; a jitter buffer bridges some of it.
  const found = (language: string, index: number): boolean =>
    missing(language).unwrittenMs - before[index]!.unwrittenMs > STOPPED_MS - 140 && missing(language).concealedMs - before[index]!.concealedMs > STOPPED_MS / 2;
  await until('what is missing', 10_000, () => LANGUAGES.every(found), () => JSON.stringify({ before, now: LANGUAGES.map(missing) }));
  process.stdout.write(`session worker stopped for ${STOPPED_MS} ms: ${JSON.stringify({ before, after: LANGUAGES.map(missing) })}\n`);

  const { report } = await rehearsal.stop();
  expect(report.verdict).toBe('no-go');
  for (const language of LANGUAGES) expect(report.reasons).toContainEqual(expect.stringMatching(new RegExp(`^${language}: \\d+ ms of sound were missing within a second`)));
});
