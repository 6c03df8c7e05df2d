import { slope, type Point } from '../../../shared/quality/trend.ts';

/** Engines load, caches fill and compilers work for so long: what a process grows by then says nothing about the hours after. */
export const WARM_UP_MS = 5 * 60_000;
/** Growth is judged over this much of the past … */
export const WINDOW_MS = 30 * 60_000;
/** … and over no less than this: a heap that is collected every few minutes looks like a leak in between. */
export const LEAST_SPAN_MS = 10 * 60_000;
const POINT_EVERY_MS = 30_000;
const MS_PER_HOUR = 3_600_000;

/** The resident memory of one process over the last half hour, a point every 30 s. */
export class MemorySeries {
  readonly #points: Point[] = [];
  #firstMs: number | undefined;

  /** @param atMs monotonic milliseconds, never less than before */
  add(atMs: number, residentMb: number): void {
    this.#firstMs ??= atMs;
    if (atMs - this.#firstMs < WARM_UP_MS || atMs - (this.#points.at(-1)?.at ?? -Infinity) < POINT_EVERY_MS) return;
    this.#points.push({ at: atMs, value: residentMb });
    while (this.#points[0] && atMs - this.#points[0].at > WINDOW_MS) this.#points.shift();
  }

  /** By least squares; undefined until it has been measured for 15 minutes, 5 of them to warm up. */
  get growthMbPerHour(): number | undefined {
    const [first, last] = [this.#points[0], this.#points.at(-1)];
    if (!first || !last || last.at - first.at < LEAST_SPAN_MS) return undefined;
    const perMs = slope(this.#points);
    return perMs === undefined ? undefined : perMs * MS_PER_HOUR;
  }
}
