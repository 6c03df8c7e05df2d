/**
 * A signal that fires with any of `signals`, or after `timeoutMs`. Release it when the work is over.
 *
 * Under Node 20 `AbortSignal.any` with an `AbortSignal.timeout` among its signals never fires once garbage was collected: nothing
 * but the composed signal knows the timeout, and that weakly. This one is held by its timer and its listeners.
 */
export class TimeLimit {
  readonly #abort = new AbortController();
  readonly #signals: readonly AbortSignal[];
  readonly #timer: NodeJS.Timeout | undefined;

  constructor(signals: readonly AbortSignal[], timeoutMs?: number) {
    this.#signals = signals;
    for (const signal of signals) {
      signal.addEventListener('abort', this.#follow, { once: true });
      if (signal.aborted) this.#abort.abort(signal.reason);
    }
    if (timeoutMs !== undefined) this.#timer = setTimeout(() => this.#abort.abort(new DOMException('The time is over.', 'TimeoutError')), timeoutMs);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The time does not count any more; the signals still do. */
  inTime(): void {
    clearTimeout(this.#timer);
  }

  /** It fires no more. */
  release(): void {
    this.inTime();
    for (const signal of this.#signals) signal.removeEventListener('abort', this.#follow);
  }

  readonly #follow = (event: Event): void => this.#abort.abort((event.target as AbortSignal).reason);
}
