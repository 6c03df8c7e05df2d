/** Wakes everyone who waits, again and again: a condition variable without a value. */
export class Pulse {
  #resolve: () => void = () => undefined;
  #next: Promise<void> = this.#renew();

  /** Resolves everyone who waits now; later waiters wait for the next one. */
  fire(): void {
    this.#resolve();
    this.#next = this.#renew();
  }

  /** Resolves at the next {@link fire}, or when `signal` aborts; leaves no listener behind and never rejects. */
  wait(signal: AbortSignal | undefined): Promise<void> {
    const fired = this.#next;
    if (!signal) return fired;
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      signal.addEventListener('abort', done, { once: true });
      fired.then(done, done);
    });
  }

  #renew(): Promise<void> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }
}
