import type { ConfiguredEngine } from '../../shared/engine-spec.ts';

/** An engine host that ends so often … */
const CRASHES = 3;
/** … in so long, milliseconds, is ended by something in it. */
const CRASHES_WITHIN_MS = 2 * 60_000;
/** The first time models are set aside for so long; each further time for twice as long … */
const FIRST_ASIDE_MS = 10 * 60_000;
/** … but not longer than this. */
const LONGEST_ASIDE_MS = 60 * 60_000;

type State =
  | { readonly kind: 'trusted'; readonly crashedMs: readonly number[] }
  | { readonly kind: 'aside'; readonly times: number; readonly untilMs: number }
  /** In use again: the first crash is one too many. */
  | { readonly kind: 'probation'; readonly times: number; readonly sinceMs: number };

/**
 * Keeps the user's own models from taking every language down with them. A native model that is whole can still end the process that
 * it computes in, on some sound, again and again. Nobody can tell which of them it was, so all are set aside together: their own
 * languages are not recognised, and the rest works. After a time they are tried again.
 *
 * Times are monotonic milliseconds, handed in by whoever asks.
 */
export class Quarantine {
  readonly #suspects: readonly string[];
  #state: State = { kind: 'trusted', crashedMs: [] };

  constructor(engines: readonly ConfiguredEngine[]) {
    this.#suspects = engines.flatMap(({ spec }) => (spec.type === 'model-folder' ? [spec.id] : []));
  }

  /** Engines that are not to be loaded now. */
  get aside(): readonly string[] {
    return this.#state.kind === 'aside' ? this.#suspects : [];
  }

  /** When they are to be tried again; undefined: none is set aside. */
  get untilMs(): number | undefined {
    return this.#state.kind === 'aside' ? this.#state.untilMs : undefined;
  }

  /** The engine host ended by itself. @returns whether that was once too often: from now on models are set aside */
  crashed(atMs: number): boolean {
    if (this.#suspects.length === 0 || this.#state.kind === 'aside') return false;
    if (this.#state.kind === 'probation' && atMs - this.#state.sinceMs < FIRST_ASIDE_MS) return this.#setAside(this.#state.times + 1, atMs);
    const before = this.#state.kind === 'trusted' ? this.#state.crashedMs : [];
    const crashedMs = [...before.filter((crashMs) => atMs - crashMs < CRASHES_WITHIN_MS), atMs];
    if (crashedMs.length >= CRASHES) return this.#setAside(1, atMs);
    this.#state = { kind: 'trusted', crashedMs };
    return false;
  }

  /** They are loaded again. */
  tryAgain(atMs: number): void {
    if (this.#state.kind === 'aside') this.#state = { kind: 'probation', times: this.#state.times, sinceMs: atMs };
  }

  #setAside(times: number, atMs: number): true {
    this.#state = { kind: 'aside', times, untilMs: atMs + Math.min(FIRST_ASIDE_MS * 2 ** (times - 1), LONGEST_ASIDE_MS) };
    return true;
  }
}
