import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { nowMs, toUnixMs } from '../../shared/node/monotonic-clock.ts';
import type { SegmentTrace } from '../../shared/live/trace.ts';
import { isAlive, RunningRehearsal, until } from './running-rehearsal.ts';

const LANGUAGES = ['es', 'pt'];

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} is not known`);
  return value;
}

/** A channel that carries the floor is this much behind it at most, at the same listener: 110 ms measured, of one more jitter buffer and encoder. The machine is slower. */
const FLOOR_BEHIND_MS = 400;

/** After the death of the engine host, until the machine says what was left to say … */
const SPEECH_BACK_WITHIN_MS = 5_000;
/** … or, where nothing was, the next line, of which the longest takes 4.5 s. */
const NEXT_LINE_SAID_WITHIN_MS = 8_000;
/** Lines begin so long after the one before. */
const PAUSE_MS = 600;
/** The shortest line takes 1.9 s. */
const IN_LINE_MS = 1_000;
/** Two processes may differ so much about the time of day. */
const CLOCKS_DIFFER_MS = 50;
/** A pause, or a line, is not over then. */
const MAY_BE_LATE_MS = 100;

/** Until a line has been read: the next one begins in a moment, and that it does can be heard. */
async function lineEnds({ host, diagnosis }: RunningRehearsal): Promise<void> {
  const { lines } = host.services.rehearsal.record;
  const before = lines.length;
  await until('the end of a line', 20_000, () => lines.length > before, diagnosis);
}

/** Waits so long after what `begin` waits for; again, from the beginning, when the machine stood still shortly before and it may be too late. */
async function justAfter(begin: () => Promise<void>, ms: number): Promise<void> {
  let lastMs = nowMs();
  let stalledMs = -Infinity;
  const watch = setInterval(() => {
    const now = nowMs();
    if (now - lastMs > MAY_BE_LATE_MS) stalledMs = now;
    lastMs = now;
  }, 20);
  try {
    do {
      await begin();
      await sleep(ms);
      // The watch may have had no turn yet after a stall that ends here.
      await sleep(0);
    } while (nowMs() - stalledMs < ms + PAUSE_MS);
  } finally {
    clearInterval(watch);
  }
}

/** Until the middle of a pause: the next line is heard some 640 ms from there, after the floor has the channels, and before the engines are back. */
const inPause = (rehearsal: RunningRehearsal): Promise<void> => justAfter(() => lineEnds(rehearsal), PAUSE_MS / 2);

/** Until the middle of a line: its beginning has been read, and its end is to come. */
const inLine = (rehearsal: RunningRehearsal): Promise<void> => justAfter(() => lineBegins(rehearsal), IN_LINE_MS);

async function lineBegins(rehearsal: RunningRehearsal): Promise<void> {
  await lineEnds(rehearsal);
  const { floorOnsets: before, diagnosis } = rehearsal;
  await until('the beginning of a line', 5_000, () => rehearsal.floorOnsets.length > before.length, diagnosis);
}

const outAt = ({ languages }: SegmentTrace, language: string): number | undefined => languages.find((each) => each.language === language)?.firstSampleOutMs;

/** Until every channel has carried the floor, and the machine speaks on each again; how long after `killedAtMs` that was, milliseconds. */
async function floorThenSpeech(rehearsal: RunningRehearsal, killedAtMs: number, withinMs = SPEECH_BACK_WITHIN_MS): Promise<{ readonly floorMs: number; readonly speechMs: number }> {
  const { hub, diagnosis } = rehearsal;
  const toFloorMs = (language: string): number => hub.switches.values.find((change) => change.language === language && change.to === 'floor' && change.atMs > toUnixMs(killedAtMs) - CLOCKS_DIFFER_MS)?.atMs ?? Infinity;
  await until('the floor on every channel', 10_000, () => LANGUAGES.every((language) => toFloorMs(language) < Infinity), diagnosis);
  const floorMs = Math.max(...LANGUAGES.map(toFloorMs)) - toUnixMs(killedAtMs);
  const firstOut = (language: string): number => Math.min(...hub.traces.values.map((trace) => outAt(trace, language) ?? Infinity).filter((atMs) => atMs > killedAtMs + floorMs));
  await until('speech on every channel', killedAtMs + withinMs - nowMs(), () => LANGUAGES.every((language) => firstOut(language) < Infinity), diagnosis);
  return { floorMs, speechMs: Math.max(...LANGUAGES.map(firstOut)) - killedAtMs };
}

/** When a listener of `language` heard the floor on it, of the time in which the worker says that the channel carried it, after `sinceUnixMs`. */
function floorHeard(rehearsal: RunningRehearsal, language: string, sinceUnixMs: number): number[] {
  const changes = rehearsal.hub.switches.values.filter((change) => change.language === language && change.atMs >= sinceUnixMs);
  const toFloorMs = changes.find(({ to }) => to === 'floor')?.atMs ?? Infinity;
  const backMs = changes.find(({ from, to }) => from === 'floor' && to !== 'floor')?.atMs ?? Infinity;
  const onFloor = rehearsal.floorOnsets.filter((atMs) => toUnixMs(atMs) > toFloorMs && toUnixMs(atMs) < backMs);
  return rehearsal.onsetsOf(language).filter((heardMs) => onFloor.some((atMs) => heardMs > atMs && heardMs < atMs + FLOOR_BEHIND_MS));
}

describe('kill -9 during a rehearsal', () => {
  test('of the engine host between two sentences: the floor at once, then the machine again, on the same tracks', async () => {
    await using rehearsal = await RunningRehearsal.start(LANGUAGES, { probeFloor: true });
    await rehearsal.untilWarm();
    const tracks = rehearsal.channels.map(({ trackSid }) => trackSid);
    const pid = known(rehearsal.pidOf('engine-host'), 'the engine host');
    await inPause(rehearsal);

    process.kill(pid, 'SIGKILL');
    const killedAtMs = nowMs();
    const killedAtUnixMs = Date.now();

    const { floorMs, speechMs } = await floorThenSpeech(rehearsal, killedAtMs, NEXT_LINE_SAID_WITHIN_MS);
    const isNext = ({ speechStartArrivedMs }: SegmentTrace): boolean => speechStartArrivedMs > killedAtMs + PAUSE_MS / 4;
    await until('the next sentence on every channel', NEXT_LINE_SAID_WITHIN_MS - speechMs, () => rehearsal.hub.traces.values.some((trace) => isNext(trace) && LANGUAGES.every((language) => outAt(trace, language) !== undefined)), rehearsal.diagnosis);
    await rehearsal.untilCaptioned(killedAtUnixMs, 5_000);
    const heardAfterMs = LANGUAGES.map((language) => Math.min(...floorHeard(rehearsal, language, killedAtUnixMs)) - killedAtMs);
    process.stdout.write(
      `engine host killed: floor after ${floorMs.toFixed(0)} ms, heard after ${heardAfterMs.map((ms) => ms.toFixed(0)).join(' and ')} ms, speech after ${speechMs.toFixed(0)} ms\n`,
    );

    expect(floorMs).toBeLessThan(2_000);
    expect(Math.max(...heardAfterMs)).toBeLessThan(2_000);
    expect(rehearsal.pidOf('engine-host')).not.toBe(pid);
    expect(rehearsal.channels.map(({ trackSid }) => trackSid)).toEqual(tracks);
    const { record } = await rehearsal.stop();
    expect(LANGUAGES.map((tag) => record.probe.get(`channel:${tag}`)?.unsubscribed)).toEqual(LANGUAGES.map(() => 0));
    expect(LANGUAGES.map((tag) => record.heardOf(`channel:${tag}`)?.gaps)).toEqual(LANGUAGES.map(() => 0));
  });

  test('of the engine host in the middle of a sentence: what was not read of it is read by the next one, translated and spoken', async () => {
    await using rehearsal = await RunningRehearsal.start(LANGUAGES, { probeFloor: true });
    await rehearsal.untilWarm();
    await inLine(rehearsal);

    process.kill(known(rehearsal.pidOf('engine-host'), 'the engine host'), 'SIGKILL');
    const killedAtMs = nowMs();
    const { floorMs, speechMs } = await floorThenSpeech(rehearsal, killedAtMs);
    expect(floorMs).toBeLessThan(2_000);
    const { value: rest } = await until(
      'the rest of the sentence',
      5_000,
      () => rehearsal.hub.traces.values.find(({ speechStartArrivedMs, committedMs, committedBy }) => committedMs > killedAtMs && committedBy === 'endpoint' && speechStartArrivedMs < killedAtMs + 500),
      rehearsal.diagnosis,
    );
    // What had been read before was committed when its reader died: the next one translates that, too.
    const pieces = rehearsal.hub.traces.values.filter(({ committedMs }) => committedMs > killedAtMs);
    const captioned = (segmentId: string, language: string): boolean => rehearsal.hub.captions.values.some((caption) => caption.segmentId === segmentId && caption.language === language && caption.final);
    await until('the translations of both', 3_000, () => pieces.every(({ segmentId }) => LANGUAGES.every((language) => captioned(segmentId, language))), rehearsal.diagnosis);
    const restIn = (language: string): number | undefined => rehearsal.hub.traces.values.flatMap((trace) => (trace.segmentId === rest.segmentId ? (outAt(trace, language) ?? []) : []))[0];
    await until('the rest spoken on every channel', 8_000, () => LANGUAGES.every((language) => restIn(language) !== undefined), rehearsal.diagnosis);
    process.stdout.write(`engine host killed in a sentence: speech after ${speechMs.toFixed(0)} ms, its rest was read after ${(rest.committedMs - killedAtMs).toFixed(0)} ms\n`);
    expect(rest.wordCount).toBeGreaterThan(1);
  });

  test('of the session worker: back in the room with its channels', async () => {
    await using rehearsal = await RunningRehearsal.start(LANGUAGES);
    const pid = known(rehearsal.pidOf('session-worker'), 'the session worker');
    const engineHost = known(rehearsal.pidOf('engine-host'), 'the engine host');

    process.kill(pid, 'SIGKILL');
    const killedAtUnixMs = Date.now();

    const back = await until(
      'the channels back in the room',
      5_000,
      () => rehearsal.pidOf('session-worker') !== pid && rehearsal.host.services.rooms.view(rehearsal.room).phase.kind === 'live' && rehearsal.channels.every(({ trackSid }) => trackSid !== undefined),
      rehearsal.diagnosis,
    );
    const heard = await rehearsal.untilHeard(nowMs(), 20_000);
    await rehearsal.untilCaptioned(killedAtUnixMs, 20_000 - heard.tookMs);
    process.stdout.write(`session worker killed: back in the room after ${back.tookMs.toFixed(0)} ms, heard ${heard.tookMs.toFixed(0)} ms later\n`);
    expect(isAlive(pid)).toBe(false);
    expect(isAlive(engineHost)).toBe(false);
  });

  test('of livekit-server: restarted, everybody back, captions again', async () => {
    await using rehearsal = await RunningRehearsal.start(LANGUAGES);
    const pid = known(rehearsal.livekitPid, 'livekit-server');
    const before = await until('everybody in the room', 5_000, () => rehearsal.everybody.size >= 4 && rehearsal.everybody, rehearsal.diagnosis);

    process.kill(pid, 'SIGKILL');
    const killedAtUnixMs = Date.now();

    const captions = await rehearsal.untilCaptioned(killedAtUnixMs + 500, 15_000);
    const back = await until('everybody back in the room', 15_000 - captions.tookMs, () => [...before.value].every((identity) => rehearsal.everybody.has(identity)), rehearsal.diagnosis);
    process.stdout.write(`livekit-server killed: captions after ${captions.tookMs.toFixed(0)} ms, everybody back ${back.tookMs.toFixed(0)} ms later\n`);
    expect(rehearsal.livekitPid).not.toBe(pid);
  });
});
