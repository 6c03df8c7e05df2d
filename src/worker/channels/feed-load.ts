import type { LiveFeed } from './live-feed.ts';

/** What waits in the live feeds of one bus, and what was skipped in any of them since it began, those that are gone included. */
export class FeedLoad {
  readonly #feeds = new Set<LiveFeed>();
  #skippedBeforeMs = 0;

  add(feed: LiveFeed): void {
    this.#feeds.add(feed);
  }

  /** Idempotent. */
  remove(feed: LiveFeed): void {
    if (this.#feeds.delete(feed)) this.#skippedBeforeMs += feed.skippedMs;
  }

  /** Audio waiting in the fullest feed, milliseconds; 0 without any. */
  get fullestMs(): number {
    return [...this.#feeds].reduce((most, { queuedMs }) => Math.max(most, queuedMs), 0);
  }

  get skippedMs(): number {
    return [...this.#feeds].reduce((sum, { skippedMs }) => sum + skippedMs, this.#skippedBeforeMs);
  }
}
