import { UNREAD_FRAMES_MAX } from '../../shared/link/frames.ts';

/**
 * Counts the frames that a page has not confirmed, and makes senders wait while there are too many.
 *
 * This is what bounds the memory of a slow page on both transports: a stream that waits here is not pulled, and the
 * services' streams hold a cursor and no queue, so the page gets the newest values when it comes back.
 */
export class Pace {
  #sent = 0;
  #taken = 0;
  #closed = false;
  #waiting: Array<() => void> = [];

  sent(): void {
    this.#sent += 1;
  }

  /** The page has taken `count` frames since the beginning. Counts that cannot be true are ignored. */
  taken(count: number): void {
    if (count <= this.#taken || count > this.#sent) return;
    this.#taken = count;
    if (this.#hasRoom()) this.#wakeAll();
  }

  /** Resolves when another frame may be sent; at once after {@link close}. */
  async room(): Promise<void> {
    while (!this.#hasRoom()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** The page is gone: nobody waits any more. */
  close(): void {
    this.#closed = true;
    this.#wakeAll();
  }

  #hasRoom(): boolean {
    return this.#closed || this.#sent - this.#taken < UNREAD_FRAMES_MAX;
  }

  #wakeAll(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
