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
  | { readonly kind: 'aside'; readonly times: number; readonly untilMs: number; readonly crashedMs: readonly number[] }
  /** In use again: the first crash is one too many. */
  | { readonly kind: 'probation'; readonly times: number; readonly sinceMs: number }
  /** It went on without them: something else is broken. */
  | { readonly kind: 'innocent' };

/**
 * Keeps the user's own models from taking every language down with them. A native model that is whole can still end the process that
 * it computes in, on some sound, again and again. Nobody can tell which of them it was, so all are set aside together: their own
 * languages are not recognised, and the rest works. After a time they are tried again. When the process ends as often without them, it
 * was none of them, and they are loaded again.
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

  /** The engine host in use ended unasked: it crashed, hung or was killed. `without`: it had been told not to load them. Afterwards {@link aside} may be another. */
  crashed(atMs: number, without: boolean): void {
    const state = this.#state;
    if (this.#suspects.length === 0 || state.kind === 'innocent' || (state.kind === 'aside') !== without) return;
    if (state.kind === 'probation' && atMs - state.sinceMs < FIRST_ASIDE_MS) return this.#setAside(state.times + 1, atMs);
    const before = state.kind === 'probation' ? [] : state.crashedMs;
    const crashedMs = [...before.filter((crashMs) => atMs - crashMs < CRASHES_WITHIN_MS), atMs];
    if (crashedMs.length < CRASHES) this.#state = state.kind === 'aside' ? { ...state, crashedMs } : { kind: 'trusted', crashedMs };
    else if (state.kind === 'aside') this.#state = { kind: 'innocent' };
    else this.#setAside(1, atMs);
  }

  /** They are loaded again, by a successor. */
  tryAgain(atMs: number): void {
    if (this.#state.kind === 'aside') this.#state = { kind: 'probation', times: this.#state.times, sinceMs: atMs };
  }

  /** The successor that was to load them never came into use. */
  triedInVain(atMs: number): void {
    if (this.#state.kind === 'probation') this.#setAside(this.#state.times + 1, atMs);
  }

  #setAside(times: number, atMs: number): void {
    this.#state = { kind: 'aside', times, untilMs: atMs + Math.min(FIRST_ASIDE_MS * 2 ** (times - 1), LONGEST_ASIDE_MS), crashedMs: [] };
  }
}
