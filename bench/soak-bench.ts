import { setTimeout as sleep } from 'node:timers/promises';
import { drop } from '../src/shared/drop.ts';
import { nowMs } from '../src/shared/node/monotonic-clock.ts';
import { CLI_ACTOR, openCliHost, type CliHost } from '../src/main/cli/cli-host.ts';
import { parseScript } from '../src/main/services/rehearsal/script.ts';
import { chooseLanguages } from './bench-languages.ts';
import { describeMachine } from './bench-machine.ts';
import type { SoakBenchReport } from './bench-report.ts';
import { SoakFigures } from './soak-figures.ts';
import { unbrokenSpeech } from './soak-script.ts';

const LANGUAGES = 4;
/** What the record of the run keeps: enough for every delay to be worked out, and the same after an hour as after ten minutes. */
const RECORD_WINDOW_MS = 3 * 60_000;
const TAKE_RECORD_EVERY_MS = 10_000;
const TAKE_CHANNELS_EVERY_MS = 1_000;

/**
 * Rehearses `minutes` of unbroken speech in four languages, in a host and a server of its own, and tells whether delay, queues
 * and memory hold. `tell` gets a line of progress; `interrupted` ends it with the figures so far.
 */
export async function soakBench(minutes: number, interrupted: AbortSignal, tell: (line: string) => void): Promise<SoakBenchReport> {
  const machine = describeMachine();
  await using host = await openCliHost();
  const { rehearsal } = host.services;
  const { languages, withoutTranslator } = await chooseLanguages(host, LANGUAGES);
  tell(`${minutes} min of unbroken speech: ${languages.join(', ')}${withoutTranslator.length > 0 ? `; no translator into ${withoutTranslator.join(', ')}` : ''}`);
  const lines = unbrokenSpeech(parseScript(await rehearsal.script()));
  const { room } = await rehearsal.start({ languages, seconds: minutes * 60 }, CLI_ACTOR, { lines, windowMs: RECORD_WINDOW_MS });
  const figures = new SoakFigures(languages);
  const ended = new AbortController();
  const stop = (): void => drop(rehearsal.stop(), () => undefined);
  interrupted.addEventListener('abort', stop, { once: true });
  if (interrupted.aborted) stop();
  const outcome = rehearsal.outcome().finally(() => ended.abort());
  const watching = watch(host, room, figures, ended.signal, tell);
  drop(watching, () => undefined);
  const { report, record } = await outcome;
  await watching;
  interrupted.removeEventListener('abort', stop);
  figures.takeRecord(record, nowMs(), true);
  return { bench: 'soak', machine, results: [figures.result(minutes, withoutTranslator, record, report.floor.wordErrorRate)] };
}

/** From the first word until the end. */
async function watch({ services: { rehearsal, rooms, usage } }: CliHost, room: string, figures: SoakFigures, signal: AbortSignal, tell: (line: string) => void): Promise<void> {
  const hub = rooms.hub(room);
  const { record } = rehearsal;
  const startedMs = nowMs();
  let lastMinute = 0;
  let recordMs = 0;
  const each = async <T>(values: AsyncIterable<T>, take: (value: T) => void): Promise<void> => {
    for await (const value of values) if (figures.begun) take(value);
  };
  const others = [each(hub.stats.watch({ signal }), (stats) => figures.takeStats(stats)), each(usage.usage.watch({ signal }), (usages) => figures.takeUsage(usages, nowMs()))];
  while (!signal.aborted) {
    if (nowMs() - recordMs >= (figures.begun ? TAKE_RECORD_EVERY_MS : TAKE_CHANNELS_EVERY_MS)) {
      recordMs = nowMs();
      figures.takeRecord(record, recordMs);
    }
    if (figures.begun) figures.takeChannels(hub.channels.current ?? []);
    const minute = Math.floor((nowMs() - startedMs) / 60_000);
    if (minute > lastMinute) tell(`${(lastMinute = minute)} min`);
    await sleep(TAKE_CHANNELS_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all(others);
}
