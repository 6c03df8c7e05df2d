/** Entries kept: half a minute of 10 ms frames, longer than any segment. */
const CAPACITY = 3_000;

/** Remembers when each stretch of a stream's samples arrived, so that a position can be turned back into a time. */
export class ArrivalLog {
  readonly #sampleRateHz: number;
  readonly #endSamples = new Float64Array(CAPACITY);
  readonly #arrivedAtMs = new Float64Array(CAPACITY);
  #count = 0;

  constructor(sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz;
  }

  /** Samples up to `endSample` had arrived at `arrivedAtMs` (monotonic). Both only grow. */
  note(endSample: number, arrivedAtMs: number): void {
    this.#endSamples[this.#count % CAPACITY] = endSample;
    this.#arrivedAtMs[this.#count % CAPACITY] = arrivedAtMs;
    this.#count++;
  }

  /** When `sample` arrived; reckoned from the nearest entry where it is older or newer than what is remembered. */
  arrivalOf(sample: number): number | undefined {
    if (this.#count === 0) return undefined;
    // The first entry that reaches the sample: entries are in order, the oldest at `from`.
    let from = Math.max(0, this.#count - CAPACITY);
    let to = this.#count - 1;
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      if (this.#endSamples[middle % CAPACITY]! < sample) from = middle + 1;
      else to = middle;
    }
    const endSample = this.#endSamples[from % CAPACITY]!;
    return this.#arrivedAtMs[from % CAPACITY]! + ((sample - endSample) * 1000) / this.#sampleRateHz;
  }
}
