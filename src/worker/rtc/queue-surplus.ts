/**
 * A write that is confirmed sooner than this was confirmed at once, which takes half a millisecond and, with many channels in one
 * beat, some more. One that waits for the queue waits 8 ms, from just after one step of it to the next.
 */
const AT_ONCE_MS = 6;
/** Half a second of them. */
const JUDGED_WRITES = 50;

/**
 * Finds out that a native audio queue holds more than it should, from how long its writes take.
 *
 * The queue plays at its own steady pace: what reaches it too late makes it longer for good, whatever the clock says, and nothing
 * tells its length. But a write that leaves no more than the queue's capacity is confirmed at once, and one that leaves more as
 * soon as the queue has been played down to it. If of many in a row not one was confirmed at once, there is a frame too many.
 */
export class QueueSurplus {
  #slow = 0;

  /** One write was confirmed after so many milliseconds. */
  confirmed(afterMs: number): void {
    this.#slow = afterMs < AT_ONCE_MS ? 0 : this.#slow + 1;
  }

  /** There is one: a frame should be left out. */
  get there(): boolean {
    return this.#slow >= JUDGED_WRITES;
  }

  /** A frame was left out; what comes next is judged anew. */
  removed(): void {
    this.#slow = 0;
  }
}
