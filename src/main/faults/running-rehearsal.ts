import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineSpec } from '../../shared/engine-spec.ts';
import type { SegmentTrace } from '../../shared/live/trace.ts';
import { nowMs, toUnixMs } from '../../shared/node/monotonic-clock.ts';
import { channelTrack, FLOOR_TRACK } from '../../shared/tracks.ts';
import type { Host } from '../host.ts';
import { openTestHost, TESTER } from '../test-host.ts';

/** Polls `probe` until it gives a value; returns it with the time it took. @throws Error naming `what` and `diagnosis` */
export async function until<T>(what: string, timeoutMs: number, probe: () => T | undefined | false, diagnosis: () => string = () => ''): Promise<{ value: T; tookMs: number }> {
  const startMs = nowMs();
  for (;;) {
    const value = probe();
    const tookMs = nowMs() - startMs;
    if (value !== undefined && value !== false) return { value, tookMs };
    if (tookMs > timeoutMs) throw new Error(`${what}: not within ${timeoutMs} ms. ${diagnosis()}`);
    await sleep(20);
  }
}

/** True while a process with this pid is there and not a zombie's. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A rehearsal on the built processes and a real livekit-server, in a data folder of its own; ended with the test at the latest. */
export class RunningRehearsal implements AsyncDisposable {
  readonly host: Host;
  readonly room: string;

  private constructor(host: Host, room: string) {
    this.host = host;
    this.room = room;
  }

  /**
   * Resolves once every channel has spoken its first translation.
   *
   * @param engines of the user's own
   * @param probeFloor let the probe listen to the untranslated floor as well
   */
  static async start(
    languages: string[],
    { engines, probeFloor = false }: { readonly engines?: EngineSpec[]; readonly probeFloor?: boolean } = {},
  ): Promise<RunningRehearsal> {
    const host = await openTestHost();
    if (engines) host.services.settings.update({ engines: { configured: engines } }, TESTER);
    await host.services.nodes.start('local', TESTER);
    const { room } = await host.services.rehearsal.start({ languages }, TESTER, { probeFloor });
    const running = new RunningRehearsal(host, room);
    await running.untilSpoken(nowMs(), 60_000);
    return running;
  }

  get hub() {
    return this.host.services.rooms.hub(this.room);
  }

  get channels() {
    return this.hub.channels.current ?? [];
  }

  /** Identities of all participants, the hidden ones too. */
  get everybody(): ReadonlySet<string> {
    return new Set(this.host.services.rooms.view(this.room).participants.map(({ identity }) => identity));
  }

  /** The newest pid of a process of the session, by its name; undefined while there is none. */
  pidOf(name: 'session-worker' | 'engine-host'): number | undefined {
    return this.hub.stats.current?.processes.find((each) => each.name === name)?.pid;
  }

  get livekitPid(): number | undefined {
    return this.host.services.nodes.views.current?.find(({ id }) => id === 'local')?.pid;
  }

  /** What is known of the live path, for a failure's message. */
  readonly diagnosis = (): string =>
    JSON.stringify({
      phase: this.host.services.rooms.view(this.room).phase,
      channels: this.channels.map(({ language, source, reason }) => `${language}: ${source} (${reason})`),
      rehearsal: this.host.services.rehearsal.view.current?.kind,
      logs: this.host.services.nodes.logs.values.slice(-15).map(({ nodeId, message }) => `${nodeId}: ${message}`),
    });

  /**
   * Until the engines have loaded all there is, and voices that need it have practised; the record keeps everything from then on.
   */
  async untilWarm(): Promise<void> {
    await until('warm engines', 160_000, () => this.host.services.rehearsal.record.measuring, this.diagnosis);
  }

  /** Until every channel has handed the first sample of a translation to the SFU after `sinceMs`. */
  untilSpoken(sinceMs: number, timeoutMs: number): Promise<{ value: true; tookMs: number }> {
    const spoken = (language: string): boolean => this.hub.traces.values.some((trace) => spokenAfter(trace, language, sinceMs));
    return until('translated speech on every channel', timeoutMs, () => this.channels.length > 0 && this.channels.every(({ language }) => spoken(language)), this.diagnosis);
  }

  /** Until the probe, an ordinary listener, has received a final caption in every language after `sinceUnixMs`: what only the host was told does not count. */
  untilCaptioned(sinceUnixMs: number, timeoutMs: number): Promise<{ value: true; tookMs: number }> {
    const { captioned } = this.host.services.rehearsal.record;
    const received = (language: string): boolean => [...(captioned.get(language)?.values() ?? [])].some((atMs) => toUnixMs(atMs) > sinceUnixMs);
    return until('a caption in every language at a listener', timeoutMs, () => this.channels.length > 0 && this.channels.every(({ language }) => received(language)), this.diagnosis);
  }

  /** When the probe heard sound begin on the floor, whoever spoke, in order, monotonic milliseconds; needs `probeFloor`. */
  get floorOnsets(): readonly number[] {
    const onsets = [...this.host.services.rehearsal.record.onsets].flatMap(([track, atMs]) => (track.startsWith(FLOOR_TRACK) ? atMs : []));
    return onsets.sort((a, b) => a - b);
  }

  /** The same of a channel. */
  onsetsOf(language: string): readonly number[] {
    return this.host.services.rehearsal.record.onsets.get(channelTrack(language)) ?? [];
  }

  /** Until the probe has heard sound begin on every channel after `sinceMs`. */
  untilHeard(sinceMs: number, timeoutMs: number): Promise<{ value: true; tookMs: number }> {
    const heard = (language: string): boolean => this.onsetsOf(language).some((atMs) => atMs > sinceMs);
    return until('sound on every channel at a listener', timeoutMs, () => this.channels.length > 0 && this.channels.every(({ language }) => heard(language)), this.diagnosis);
  }

  /** Ends the rehearsal; what its probe, an ordinary listener, received. */
  async stop() {
    const outcome = this.host.services.rehearsal.outcome();
    await this.host.services.rehearsal.stop();
    return outcome;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve(this.host[Symbol.asyncDispose]());
  }
}

function spokenAfter(trace: SegmentTrace, language: string, sinceMs: number): boolean {
  const heardAtMs = trace.languages.find((each) => each.language === language)?.firstSampleOutMs;
  return heardAtMs !== undefined && heardAtMs > sinceMs;
}
