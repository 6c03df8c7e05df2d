type Cleanup = () => void | Promise<void>;

/**
 * Owns everything a service opened, and closes it in reverse order, once.
 *
 * Every cleanup runs even when an earlier one throws; the failures are reported together.
 * Adding to a store that is already closed runs the cleanup at once, so a resource that
 * arrives late (a socket that opened during shutdown) cannot leak.
 */
export class DisposableStore implements AsyncDisposable {
  readonly #cleanups: Cleanup[] = [];
  #closing: Promise<void> | undefined;

  /** Registers `cleanup` and hands back `resource`, so that opening and owning are one line. */
  own<T>(resource: T, cleanup: (resource: T) => void | Promise<void>): T {
    // Too late for anyone to await: close it now, and do not let a failure become an unhandled rejection.
    if (this.#closing) (async () => cleanup(resource))().catch(() => undefined);
    else this.#cleanups.push(() => cleanup(resource));
    return resource;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (let cleanup = this.#cleanups.pop(); cleanup; cleanup = this.#cleanups.pop()) {
      try {
        await cleanup();
      } catch (thrown) {
        failures.push(thrown);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} cleanup(s) failed`);
  }
}
