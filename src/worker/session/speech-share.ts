import type { Spoken } from './speech-tracker.ts';

/**
 * Which part of the speech in the room is this worker's, while a successor takes its place and both hear it: what began to be said
 * before a moment is the predecessor's, all else the successor's. Until the moment is known everything is the predecessor's.
 */
export class SpeechShare {
  readonly #successor: boolean;
  #dividedAtMs: number | undefined;
  /** Segments of ours that are not committed yet, by id. */
  readonly #open = new Set<string>();

  constructor({ successor }: { readonly successor: boolean }) {
    this.#successor = successor;
  }

  /** Speech that began before `atMs` (monotonic milliseconds of its arrival) is the predecessor's, later speech the successor's. */
  divideAt(atMs: number): void {
    this.#dividedAtMs = atMs;
  }

  /** No successor comes: everything is the predecessor's again. */
  keepAll(): void {
    this.#dividedAtMs = undefined;
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
    if (this.#dividedAtMs === undefined) return !this.#successor;
    // When it began is not told: what is made ahead in vain costs computing and nothing else.
    if (spoken.kind === 'expected') return this.#successor;
    return spoken.times.speechStartArrivedMs >= this.#dividedAtMs === this.#successor;
  }
}
