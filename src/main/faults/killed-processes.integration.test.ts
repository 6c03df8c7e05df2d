import { describe, expect, test } from 'vitest';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { isAlive, RunningRehearsal, until } from './running-rehearsal.ts';

const LANGUAGES = ['es', 'pt'];

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} is not known`);
  return value;
}

describe('kill -9 during a rehearsal', () => {
  test('of the engine host: the floor at once, then the machine again, on the same tracks', async () => {
    await using rehearsal = await RunningRehearsal.start(LANGUAGES);
    const tracks = rehearsal.channels.map(({ trackSid }) => trackSid);
    const pid = known(rehearsal.pidOf('engine-host'), 'the engine host');

    process.kill(pid, 'SIGKILL');
    const killedAtMs = nowMs();
    const killedAtUnixMs = Date.now();

    const floor = await until('the floor on every channel', 1_000, () => rehearsal.channels.every(({ source }) => source === 'floor'), rehearsal.diagnosis);
    const machine = await until('the machine on every channel', 5_000, () => rehearsal.channels.every(({ reason }) => reason === 'translator-ready'), rehearsal.diagnosis);
    const speech = await rehearsal.untilSpoken(killedAtMs, 5_000 - machine.tookMs);
    await rehearsal.untilCaptioned(killedAtUnixMs, 5_000);
    process.stdout.write(`engine host killed: floor after ${floor.tookMs.toFixed(0)} ms, speech after ${(floor.tookMs + machine.tookMs + speech.tookMs).toFixed(0)} ms\n`);

    expect(rehearsal.pidOf('engine-host')).not.toBe(pid);
    expect(rehearsal.channels.map(({ trackSid }) => trackSid)).toEqual(tracks);
    const { record } = await rehearsal.stop();
    expect(LANGUAGES.map((tag) => record.probe.get(`channel:${tag}`)?.unsubscribed)).toEqual(LANGUAGES.map(() => 0));
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
    await rehearsal.untilCaptioned(killedAtUnixMs, 20_000);
    process.stdout.write(`session worker killed: back in the room after ${back.tookMs.toFixed(0)} ms\n`);
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
