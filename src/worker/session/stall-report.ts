import { nowMs } from '../../shared/node/monotonic-clock.ts';

const INTERVAL_MS = 10_000;
/** Shorter ones are made good unnoticed; the log tells of those that use up what a listener's jitter buffer has. */
const HARMLESS_MS = 40;

/** Gathers the stalls of the event loop into one report every ten seconds: a busy machine must not also fill the log. */
export class StallReport {
  readonly #report: (worstMs: number, count: number) => void;
  #worstMs = 0;
  #count = 0;
  #sinceMs = -Infinity;

  constructor(report: (worstMs: number, count: number) => void) {
    this.#report = report;
  }

  add(lateMs: number): void {
    if (lateMs < HARMLESS_MS) return;
    this.#worstMs = Math.max(this.#worstMs, Math.round(lateMs));
    this.#count++;
    if (nowMs() - this.#sinceMs < INTERVAL_MS) return;
    this.#sinceMs = nowMs();
    this.#report(this.#worstMs, this.#count);
    this.#worstMs = 0;
    this.#count = 0;
  }
}
