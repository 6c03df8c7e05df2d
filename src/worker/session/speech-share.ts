import type { Spoken } from './speech-tracker.ts';

/**
 * Which part of the speech in the room is this worker's, while one takes the place of another and both hear it: what began to be said
 * before a moment is the predecessor's, all else the successor's. A worker that has succeeded another may be succeeded in its turn.
 */
export class SpeechShare {
  /** What began before this is a predecessor's: infinity while a successor waits for its part, minus infinity where nobody was before. Monotonic milliseconds. */
  #fromMs: number;
  /** What begins from here on is a successor's; infinity while none takes over. */
  #untilMs = Infinity;
  /** Segments of ours that are not committed yet, by id. */
  readonly #open = new Set<string>();

  constructor({ successor }: { readonly successor: boolean }) {
    this.#fromMs = successor ? Infinity : -Infinity;
  }

  /**
   * Speech that began before `atMs` (monotonic milliseconds of its arrival) is the predecessor's, later speech the successor's. Returns which of
   * the two this worker is: the successor the first time, and again with an earlier moment, because the predecessor is gone.
   */
  divideAt(atMs: number): 'predecessor' | 'successor' {
    if (atMs < this.#fromMs) {
      this.#fromMs = atMs;
      return 'successor';
    }
    this.#untilMs = atMs;
    return 'predecessor';
  }

  /** No successor comes: everything is this worker's again. */
  keepAll(): void {
    this.#untilMs = Infinity;
  }

  /** Whether `spoken` is this worker's business. Told every piece once, in order. */
  has(spoken: Spoken): boolean {
    const ours = this.#owns(spoken);
    if (ours && spoken.kind === 'partial') this.#open.add(spoken.segmentId);
    if (spoken.kind === 'committed' || spoken.kind === 'retracted') this.#open.delete(spoken.segmentId);
    return ours;
  }

  #owns(spoken: Spoken): boolean {
    const { segmentId } = spoken;
    // Whose it is does not change with a reading that places its first word elsewhere.
    if (this.#open.has(segmentId)) return true;
    // When it began is not told: what is made ahead in vain costs computing and nothing else.
    if (spoken.kind === 'expected') return this.#fromMs < Infinity && this.#untilMs === Infinity;
    const beganMs = spoken.times.speechStartArrivedMs;
    return beganMs >= this.#fromMs && beganMs < this.#untilMs;
  }
}
