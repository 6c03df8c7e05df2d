import { AppError } from '../../../shared/app-error.ts';
import { drop } from '../../../shared/drop.ts';
import type { ProcessUsage } from '../../../shared/live/stats.ts';
import type { LatestValue } from '../streams/latest-value.ts';

/** More than this, and a process is replaced. Megabytes of 10^6 bytes. */
export interface MemoryLimits {
  readonly engineHostMb: number;
  readonly sessionWorkerMb: number;
  /** Over half an hour, after warming up. */
  readonly growthMbPerHour: number;
}

/** The rooms, as far as their processes are concerned. */
export interface WatchedRooms {
  /** The room that a process works for; undefined for one that serves none. */
  roomOf(pid: number): string | undefined;
  /** Replaces the engine host; listeners do not notice. */
  recycleEngines(room: string, reason: string): void;
  /** A fresh session worker takes the place of the one in use; resolves when it has. Rejects when that one stays. */
  recycleWorker(room: string): Promise<void>;
}

export interface MemoryWatchOptions {
  readonly usage: LatestValue<ProcessUsage[]>;
  readonly limits: () => MemoryLimits;
  readonly rooms: WatchedRooms;
  /** Something is being replaced, or could not be. */
  readonly tell: (message: string) => void;
  readonly nowMs?: () => number;
}

/** A limit that is too low for this machine's engines would otherwise replace them for ever. */
const REPLACE_AT_MOST_EVERY_MS = 30 * 60_000;

/**
 * Watches the memory of engine hosts and session workers, and has one that has grown beyond its limit replaced by a fresh one, without a
 * gap in what listeners hear.
 */
export class MemoryWatch implements AsyncDisposable {
  readonly #options: MemoryWatchOptions;
  readonly #closing = new AbortController();
  readonly #watching: Promise<void>;
  /** When a room's process of one kind was last replaced. */
  readonly #replacedMs = new Map<string, number>();

  constructor(options: MemoryWatchOptions) {
    this.#options = options;
    this.#watching = this.#watch(this.#closing.signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#watching;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    for await (const usage of this.#options.usage.watch({ signal })) {
      for (const each of usage) this.#judge(each);
    }
  }

  #judge(usage: ProcessUsage): void {
    const { rooms, limits, tell, nowMs = () => performance.now() } = this.#options;
    const why = excess(usage, limits());
    const room = why === undefined ? undefined : rooms.roomOf(usage.pid);
    if (why === undefined || room === undefined) return;
    const key = `${usage.name} ${room}`;
    if (nowMs() - (this.#replacedMs.get(key) ?? -Infinity) < REPLACE_AT_MOST_EVERY_MS) return;

    this.#replacedMs.set(key, nowMs());
    if (usage.name === 'engine-host') {
      tell(`The engine host of room ${room} ${why}. A fresh one is taking its place; the channels are not interrupted.`);
      return rooms.recycleEngines(room, why);
    }
    tell(`The session worker of room ${room} ${why}. A fresh one joins beside it and takes its place in a pause; the channels are not interrupted.`);
    drop(rooms.recycleWorker(room), (thrown) => tell(`The session worker of room ${room} could not be replaced. ${AppError.from(thrown).message} It is tried again in half an hour; close and launch the room in a break if it cannot wait.`));
  }
}

/** In words, by what a process is beyond its limit; undefined when it is not, or is of no kind that is replaced. */
export function excess({ name, residentMb, growthMbPerHour }: ProcessUsage, limits: MemoryLimits): string | undefined {
  const limitMb = name === 'engine-host' ? limits.engineHostMb : name === 'session-worker' ? limits.sessionWorkerMb : undefined;
  if (limitMb === undefined || residentMb === undefined) return undefined;
  if (residentMb > limitMb) return `uses ${Math.round(residentMb)} MB, more than the ${limitMb} MB it may`;
  if (growthMbPerHour !== undefined && growthMbPerHour > limits.growthMbPerHour) {
    return `grows by ${Math.round(growthMbPerHour)} MB an hour, more than the ${limits.growthMbPerHour} MB it may, and uses ${Math.round(residentMb)} MB`;
  }
  return undefined;
}
