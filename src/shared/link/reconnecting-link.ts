import { AppError } from '../app-error.ts';
import { FRAMES_PER_RECEIPT, receipt } from './frames.ts';
import type { OpenWire, Wire } from './wire.ts';

/** How the page stands to the host. Times are Unix milliseconds. */
export type ConnectionState =
  /** The first attempt runs. */
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live'; readonly sinceMs: number }
  /** The host cannot be reached; tried again for ever. `attempt` counts from 1, `sinceMs` is when it was last there. */
  | { readonly kind: 'reconnecting'; readonly attempt: number; readonly sinceMs: number }
  /** The host is there and does not want this page; tried again for ever, because a new session changes that. */
  | { readonly kind: 'refused'; readonly reason: string };

/** A value that can be watched: the shape `useSyncExternalStore` wants. */
export interface ConnectionStore {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => ConnectionState;
}

export interface ReconnectingLinkOptions {
  readonly openWire: OpenWire;
  /** Asked after each failed attempt: why the host refuses this page, or `undefined` when it does not or cannot be reached. */
  readonly whyRefused?: () => Promise<string | undefined>;
  /** Pause before attempt `attempt` (from 1), milliseconds. */
  readonly backoffMs?: (attempt: number) => number;
}

/** Longest pause between two attempts, milliseconds. */
export const BACKOFF_MS_MAX = 5_000;

/** 250 ms, doubled each time up to {@link BACKOFF_MS_MAX}; the random half keeps many pages from returning in step. */
export function backoffMs(attempt: number): number {
  const ceilingMs = Math.min(BACKOFF_MS_MAX, 250 * 2 ** Math.min(attempt - 1, 10));
  return ceilingMs * (0.5 + Math.random() / 2);
}

/**
 * One lasting link over wires that come and go, in the form of a WebSocket, which is what oRPC's client speaks to.
 *
 * Retries for ever with exponential back-off. Every `close` ends the calls that were under way on that wire.
 */
export class ReconnectingLink extends EventTarget implements ConnectionStore {
  readonly #options: ReconnectingLinkOptions;
  readonly #watchers = new Set<() => void>();
  #state: ConnectionState = { kind: 'connecting' };
  #wire: Wire | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #lastLiveMs = Date.now();
  #disposed = false;
  /** Counts the wires that ended, so that a caller can tell a call that lost its wire from one that failed. */
  wiresEnded = 0;

  constructor(options: ReconnectingLinkOptions) {
    super();
    this.#options = options;
    this.#open();
  }

  /** As in WebSocket: 0 connecting, 1 open, 3 closed. */
  get readyState(): 0 | 1 | 3 {
    if (this.#state.kind === 'live') return 1;
    return this.#state.kind === 'connecting' ? 0 : 3;
  }

  readonly getSnapshot = (): ConnectionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  };

  /** @throws AppError `PEER_GONE` while there is no wire */
  send(text: string): void {
    if (this.#state.kind !== 'live' || !this.#wire) throw peerGone();
    this.#wire.send(text);
  }

  /** Tries at once instead of waiting for the back-off; for a page that knows that something changed (a new session, the network is back). */
  retryNow(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#open();
  }

  /** Resolves once live; rejects when `signal` aborts or the link is disposed. */
  whenLive(signal: AbortSignal): Promise<void> {
    return this.#until(signal, (state) => state.kind === 'live');
  }

  /** Resolves once the first attempt has an outcome. */
  whenSettled(signal: AbortSignal): Promise<void> {
    return this.#until(signal, (state) => state.kind !== 'connecting');
  }

  /** Ends the wire and every call on it, for good. Idempotent. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    clearTimeout(this.#timer);
    const wire = this.#wire;
    this.#ended();
    wire?.close();
    this.#enter({ kind: 'refused', reason: 'closed' });
  }

  #open(): void {
    this.#timer = undefined;
    let received = 0;
    let over = false;
    const wire = this.#options.openWire({
      open: () => {
        if (over || this.#disposed) return;
        this.#attempt = 0;
        this.#enter({ kind: 'live', sinceMs: Date.now() });
        this.dispatchEvent(new Event('open'));
      },
      message: (text) => {
        if (over || this.#disposed) return;
        if (++received % FRAMES_PER_RECEIPT === 0) wire.send(receipt(received));
        this.dispatchEvent(Object.assign(new Event('message'), { data: text }));
      },
      close: () => {
        if (over) return;
        over = true;
        if (this.#disposed) return;
        this.#ended();
        this.#retryLater();
      },
    });
    this.#wire = wire;
  }

  #ended(): void {
    this.wiresEnded += 1;
    this.#wire = undefined;
    if (this.#state.kind === 'live') this.#lastLiveMs = Date.now();
    this.#enter({ kind: 'reconnecting', attempt: this.#attempt + 1, sinceMs: this.#lastLiveMs });
    this.dispatchEvent(new Event('close'));
  }

  #retryLater(): void {
    this.#attempt += 1;
    this.#timer = setTimeout(() => this.#open(), (this.#options.backoffMs ?? backoffMs)(this.#attempt));
    const asked = this.#attempt;
    this.#options.whyRefused?.().then(
      (reason) => {
        if (reason !== undefined && !this.#disposed && this.#state.kind !== 'live' && this.#attempt >= asked) this.#enter({ kind: 'refused', reason });
      },
      () => undefined,
    );
  }

  #enter(state: ConnectionState): void {
    this.#state = state;
    for (const watcher of this.#watchers) watcher();
  }

  #until(signal: AbortSignal, reached: (state: ConnectionState) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (settle: () => void): void => {
        unsubscribe();
        signal.removeEventListener('abort', check);
        settle();
      };
      const check = (): void => {
        if (signal.aborted) done(() => reject(abortReason(signal)));
        else if (reached(this.#state)) done(resolve);
        else if (this.#disposed) done(() => reject(peerGone()));
      };
      const unsubscribe = this.subscribe(check);
      signal.addEventListener('abort', check);
      check();
    });
  }
}

/** The failure of a call that has no host to go to. */
export function peerGone(): AppError {
  return new AppError('PEER_GONE', 'The console has lost its host, so this was not done. It connects again by itself; try again when it is back.');
}

/** An abort reason may be anything; a rejection should be an Error. */
function abortReason({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new DOMException('The caller no longer wants this', 'AbortError');
}
