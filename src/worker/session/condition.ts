/** What others wait for: whoever brings it about says {@link changed}, and they look whether it has come true. */
export class Condition {
  readonly #looks = new Set<() => void>();
  #closed = false;

  /** Whether `holds` came true within `withinMs`, before `signal` fired and before {@link close}. */
  until(holds: () => boolean, withinMs: number, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const look = (): void => {
        const over = this.#closed || signal?.aborted === true;
        if (over || holds()) end(!over);
      };
      const end = (held: boolean): void => {
        this.#looks.delete(look);
        clearTimeout(timer);
        signal?.removeEventListener('abort', look);
        resolve(held);
      };
      const timer = setTimeout(() => end(false), withinMs);
      signal?.addEventListener('abort', look);
      this.#looks.add(look);
      look();
    });
  }

  /** Something has changed on which it may rest. */
  changed(): void {
    for (const look of this.#looks) look();
  }

  /** It will not come true any more: nobody waits from now on. */
  close(): void {
    this.#closed = true;
    this.changed();
  }
}
