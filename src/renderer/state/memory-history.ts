import type { ProcessUsage } from '../../shared/live/stats.ts';
import { processKey } from './process-key.ts';

/** Resident memory at one time. */
export interface MemoryPoint {
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly residentMb: number;
}

/** Points kept of each process. */
export const MEMORY_POINTS = 120;

interface Series {
  readonly points: MemoryPoint[];
  /** A new point replaces the last one until this much time has passed. */
  stepMs: number;
}

/**
 * The memory of every process of the program since this window was opened, for curves.
 *
 * Bounded: a series that is full gives up every second point and takes new ones half as often, so that it always covers the
 * whole time. Processes of one {@link processKey} are one; what is not reported any more is forgotten.
 */
export class MemoryHistory {
  readonly #series = new Map<string, Series>();

  /** Takes what {@link ProcessUsage} tells at `atMs`. */
  take(usages: readonly ProcessUsage[], atMs: number): void {
    const totals = new Map<string, number>();
    for (const usage of usages) {
      const key = processKey(usage);
      if (usage.residentMb !== undefined) totals.set(key, (totals.get(key) ?? 0) + usage.residentMb);
    }
    for (const key of this.#series.keys()) if (!totals.has(key)) this.#series.delete(key);
    for (const [key, residentMb] of totals) this.#append(key, { atMs, residentMb });
  }

  /** Oldest first; empty for a {@link processKey} that was never measured. */
  of(key: string): readonly MemoryPoint[] {
    return this.#series.get(key)?.points ?? [];
  }

  #append(key: string, point: MemoryPoint): void {
    const series = this.#series.get(key) ?? { points: [], stepMs: 0 };
    this.#series.set(key, series);
    const { points } = series;
    const before = points.at(-2);
    if (before && point.atMs - before.atMs < series.stepMs) points.pop();
    points.push(point);
    if (points.length <= MEMORY_POINTS) return;
    const [first = point] = points;
    const spanMs = point.atMs - first.atMs;
    for (let index = points.length - 2; index > 0; index -= 2) points.splice(index, 1);
    series.stepMs = (2 * spanMs) / MEMORY_POINTS;
  }
}
