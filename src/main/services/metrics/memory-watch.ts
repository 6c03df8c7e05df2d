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
  /** Whether nobody has been speaking for a while, so that a restart of the worker interrupts no sentence. */
  isQuiet(room: string): boolean;
  /** Starts the session worker anew; the channels' tracks end and come back. */
  recycleWorker(room: string, reason: string): void;
}

export interface MemoryWatchOptions {
  readonly usage: LatestValue<ProcessUsage[]>;
  readonly limits: () => MemoryLimits;
  readonly rooms: WatchedRooms;
  /** Something was replaced, or has to be and cannot yet: told once for each process. */
  readonly tell: (message: string) => void;
  readonly nowMs?: () => number;
}

/** A limit that is too low for this machine's engines would otherwise replace them for ever. */
const REPLACE_AT_MOST_EVERY_MS = 30 * 60_000;
/** A session worker that is beyond its limit by as much as an ordinary one may have does not wait for a quiet moment any longer: the machine would run out of memory and choose for itself. Megabytes of 10^6 bytes. */
const SESSION_WORKER_HARD_EXCESS_MB = 1_000;

/**
 * Watches the memory of engine hosts and session workers, and replaces one that has grown beyond its limit: an engine host at
 * once, because nobody notices; a session worker in the next quiet moment, because its tracks end with it, or at once when it has
 * grown so far that there is no more time.
 */
export class MemoryWatch implements AsyncDisposable {
  readonly #options: MemoryWatchOptions;
  readonly #closing = new AbortController();
  readonly #watching: Promise<void>;
  /** When a room's process of one kind was last replaced. */
  readonly #replacedMs = new Map<string, number>();
  /** Workers that wait for a quiet moment, so that it is told once. */
  readonly #waiting = new Set<number>();

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
      for (const pid of this.#waiting) if (!usage.some((each) => each.pid === pid)) this.#waiting.delete(pid);
    }
  }

  #judge(usage: ProcessUsage): void {
    const { rooms, limits, tell, nowMs = () => performance.now() } = this.#options;
    const why = excess(usage, limits());
    const room = why === undefined ? undefined : rooms.roomOf(usage.pid);
    if (why === undefined || room === undefined) return;
    const key = `${usage.name} ${room}`;
    if (nowMs() - (this.#replacedMs.get(key) ?? -Infinity) < REPLACE_AT_MOST_EVERY_MS) return;

    if (usage.name === 'engine-host') {
      this.#replacedMs.set(key, nowMs());
      tell(`The engine host of room ${room} ${why}. A fresh one is taking its place; the channels are not interrupted.`);
      return rooms.recycleEngines(room, why);
    }
    const quiet = rooms.isQuiet(room);
    if (quiet || (usage.residentMb ?? 0) > limits().sessionWorkerMb + SESSION_WORKER_HARD_EXCESS_MB) {
      this.#replacedMs.set(key, nowMs());
      tell(`The session worker of room ${room} ${why}. It is started anew ${quiet ? 'while nobody speaks' : 'although somebody speaks, because it cannot wait any longer'}; listeners hear the channels again in a moment.`);
      return rooms.recycleWorker(room, why);
    }
    if (this.#waiting.has(usage.pid)) return;
    this.#waiting.add(usage.pid);
    tell(`The session worker of room ${room} ${why}. It will be started anew as soon as nobody has spoken for a while, because its channels are silent for a moment then. Close and launch the room in a break if it cannot wait.`);
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
