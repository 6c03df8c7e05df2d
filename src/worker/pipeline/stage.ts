/** A value and the stretch of the speaker's time it stands for. Times are never re-stamped downstream. */
export interface Timed<T> {
  readonly value: T;
  /** Speaker time of the first sample, ms since the track was joined; counted in samples, so it cannot drift or jump. */
  readonly mediaStartMs: number;
  readonly mediaEndMs: number;
  /** When the last sample reached this process, on the monotonic clock. Latency = `now - arrivedAtMs`. */
  readonly arrivedAtMs: number;
}

export interface StageContext {
  readonly signal: AbortSignal;
  /** Monotonic, milliseconds. */
  readonly nowMs: () => number;
  readonly count: (metric: string, by?: number) => void;
}

/**
 * One step of the pipeline. It pulls its input, so a slow stage slows the stages before it;
 * only `BoundedQueue` may hold values that nobody asked for yet.
 *
 * A stage ends when its input ends, and lets errors pass. It frees what it opened in `finally`.
 */
export type Stage<In, Out> = (input: AsyncIterable<Timed<In>>, context: StageContext) => AsyncIterable<Timed<Out>>;
