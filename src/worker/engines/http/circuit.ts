/**
 * Keeps a dead server from costing every sentence its time-out: after failures in a row nothing is asked any more, until a
 * probe says that the server is back.
 */
export type CircuitState =
  /** Requests go through. `failures`: in a row. `openings`: times it opened since the last request that was served. */
  | { readonly kind: 'closed'; readonly failures: number; readonly openings: number }
  | { readonly kind: 'open'; readonly openings: number; readonly reason: string; readonly probeInMs: number };

export type CircuitEvent =
  | { readonly kind: 'served' }
  /** `fatal`: asking again cannot help (a refused key). `waitMs`: how long the server wants to be left alone. */
  | { readonly kind: 'failed'; readonly reason: string; readonly fatal: boolean; readonly waitMs: number }
  /** A probe was answered: worth a real request. */
  | { readonly kind: 'reachable' };

/** Failures in a row that open it: each was retried already and cost a listener a sentence. */
const FAILURES_TO_OPEN = 2;
const FIRST_PROBE_MS = 1_000;
/** A server that comes back is used again after this long at most. */
const LONGEST_PROBE_MS = 30_000;

/** Nothing has failed yet. */
export const closedCircuit: CircuitState = { kind: 'closed', failures: 0, openings: 0 };

/** The whole decision, with no clock and no I/O. */
export function stepCircuit(state: CircuitState, event: CircuitEvent): CircuitState {
  switch (event.kind) {
    case 'served':
      return closedCircuit;
    case 'reachable':
      return state.kind === 'open' ? { kind: 'closed', failures: FAILURES_TO_OPEN - 1, openings: state.openings } : state;
    default: {
      const failures = state.kind === 'closed' ? state.failures + 1 : FAILURES_TO_OPEN;
      if (!event.fatal && failures < FAILURES_TO_OPEN) return { kind: 'closed', failures, openings: state.openings };
      const openings = state.openings + 1;
      const probeInMs = Math.min(LONGEST_PROBE_MS, Math.max(event.waitMs, FIRST_PROBE_MS * 2 ** (openings - 1)));
      return { kind: 'open', openings, reason: event.reason, probeInMs };
    }
  }
}
