import { SILENCE_DBFS } from '../../shared/quality/decibels.ts';
import type { LevelFrame } from '../../shared/live/channel.ts';

/** Bottom of the scale; below it a track counts as silent. */
export const FLOOR_DBFS = -60;
/** How long a peak stays marked when none comes that is higher. */
export const PEAK_HOLD_MS = 1_500;
/** How fast the bar falls, as IEC 60268-10 type I meters do: 20 dB in 1.7 s. */
const FALL_DB_PER_MS = 20 / 1_700;
/** A frame older than this says nothing about now. Frames come about every 66 ms. */
export const STALE_MS = 1_000;

/** What the meter of one track shows now. */
export interface MeterReading {
  /** Bar, dBFS, with the fall of a meter. */
  readonly rmsDbfs: number;
  /** Highest peak of the last {@link PEAK_HOLD_MS}. */
  readonly peakDbfs: number;
}

/** What needs eyes: changes seldom, so React may show it. */
export interface MeterFlags {
  /** A sample was at full scale, and nobody has acknowledged it. */
  readonly clipped: boolean;
  /** Silent for longer than the alarm time, milliseconds since when; undefined: no alarm. */
  readonly silentSinceMs: number | undefined;
  /** No frames come: the level is not known. */
  readonly unknown: boolean;
}

interface Track {
  rmsDbfs: number;
  shownDbfs: number;
  shownAtMs: number;
  peakDbfs: number;
  peakAtMs: number;
  clipped: boolean;
  heardAtMs: number;
}

const FLOOR = 'floor';
const calm: MeterFlags = { clipped: false, silentSinceMs: undefined, unknown: true };

/**
 * The levels of all tracks of a room, outside React: frames go in as they come, the canvas reads at its own pace, and
 * listeners hear only of flags. Times are `performance.now()` milliseconds, given by the caller.
 */
export class MeterModel {
  readonly #tracks = new Map<string, Track>();
  readonly #listeners = new Set<() => void>();
  #flags: ReadonlyMap<string, MeterFlags> = new Map();
  #frameAtMs = Number.NEGATIVE_INFINITY;
  #silenceAlarmMs: number;

  constructor(silenceAlarmMs: number) {
    this.#silenceAlarmMs = silenceAlarmMs;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Flags of all tracks; the same map until one of them changes. */
  readonly getFlags = (): ReadonlyMap<string, MeterFlags> => this.#flags;

  /** Flags of `track`; the same object until one of them changes. */
  flagsOf(track: string): MeterFlags {
    return this.#flags.get(track) ?? calm;
  }

  setSilenceAlarm(silenceAlarmMs: number): void {
    this.#silenceAlarmMs = silenceAlarmMs;
  }

  take(frame: LevelFrame, nowMs: number): void {
    this.#frameAtMs = nowMs;
    for (const { track, rmsDbfs, peakDbfs, clipped } of frame.tracks) {
      const known = this.#tracks.get(track) ?? { rmsDbfs, shownDbfs: rmsDbfs, shownAtMs: nowMs, peakDbfs, peakAtMs: nowMs, clipped: false, heardAtMs: nowMs };
      known.rmsDbfs = rmsDbfs;
      if (peakDbfs >= known.peakDbfs || nowMs - known.peakAtMs > PEAK_HOLD_MS) {
        known.peakDbfs = peakDbfs;
        known.peakAtMs = nowMs;
      }
      known.clipped ||= clipped;
      if (peakDbfs > FLOOR_DBFS) known.heardAtMs = nowMs;
      this.#tracks.set(track, known);
    }
    this.check(nowMs);
  }

  /** The clip light of `track` goes out. */
  acknowledge(track: string, nowMs: number): void {
    const known = this.#tracks.get(track);
    if (known) known.clipped = false;
    this.check(nowMs);
  }

  /** What to draw; undefined when it is not known. */
  read(track: string, nowMs: number): MeterReading | undefined {
    const known = this.#tracks.get(track);
    if (!known || this.#isStale(nowMs)) return undefined;
    const fallen = known.shownDbfs - FALL_DB_PER_MS * (nowMs - known.shownAtMs);
    known.shownDbfs = Math.max(known.rmsDbfs, fallen, SILENCE_DBFS);
    known.shownAtMs = nowMs;
    return { rmsDbfs: known.shownDbfs, peakDbfs: nowMs - known.peakAtMs > PEAK_HOLD_MS ? known.shownDbfs : known.peakDbfs };
  }

  /** Works the flags out anew. Called with every frame; call it about once a second as well, because frames may stop. */
  check(nowMs: number): void {
    const unknown = this.#isStale(nowMs);
    let changed = false;
    const next = new Map<string, MeterFlags>();
    for (const [track, { clipped, heardAtMs }] of this.#tracks) {
      const before = this.#flags.get(track);
      const silentSinceMs = !unknown && this.#alarms(track, heardAtMs, nowMs) ? heardAtMs : undefined;
      const same = before?.clipped === clipped && before.silentSinceMs === silentSinceMs && before.unknown === unknown;
      next.set(track, same ? before : { clipped, silentSinceMs, unknown });
      changed ||= !same;
    }
    if (!changed) return;
    this.#flags = next;
    for (const listener of this.#listeners) listener();
  }

  #isStale(nowMs: number): boolean {
    return nowMs - this.#frameAtMs > STALE_MS;
  }

  /** A channel is silent because nobody speaks: that is one alarm, the floor's, not one for each language. */
  #alarms(track: string, heardAtMs: number, nowMs: number): boolean {
    if (nowMs - heardAtMs < this.#silenceAlarmMs) return false;
    const floor = this.#tracks.get(FLOOR);
    return track === FLOOR || !floor || nowMs - floor.heardAtMs < this.#silenceAlarmMs;
  }
}
