import { ENGINE_SAMPLE_RATE_HZ } from './protocol.ts';

/** The longest segment (25 s), what may be said while it waits to be read (12 s), and what is kept around a segment. */
const CAPACITY = 40 * ENGINE_SAMPLE_RATE_HZ;

/** The newest 40 s of one speaker, by speaker time. What was never heard is silence. */
export class SpeakerMemory {
  readonly #ring = new Int16Array(CAPACITY);
  /** Speaker time after the newest sample. */
  #end = 0;

  write(firstSample: number, samples: Int16Array): void {
    const hole = firstSample - this.#end;
    if (hole > 0) this.#silence(this.#end, Math.min(hole, CAPACITY));
    const kept = samples.length > CAPACITY ? samples.subarray(samples.length - CAPACITY) : samples;
    const at = (firstSample + samples.length - kept.length) % CAPACITY;
    const head = kept.subarray(0, CAPACITY - at);
    this.#ring.set(head, at);
    this.#ring.set(kept.subarray(head.length), 0);
    this.#end = Math.max(this.#end, firstSample + samples.length);
  }

  /** A copy of the samples from `from` to before `to`; what is older than 40 s or not heard yet is left out at its end. */
  read(from: number, to: number): { readonly firstSample: number; readonly samples: Int16Array } {
    const first = Math.max(0, from, this.#end - CAPACITY);
    const length = Math.max(0, Math.min(to, this.#end) - first);
    const at = first % CAPACITY;
    const samples = new Int16Array(length);
    const head = this.#ring.subarray(at, Math.min(CAPACITY, at + length));
    samples.set(head);
    samples.set(this.#ring.subarray(0, length - head.length), head.length);
    return { firstSample: first, samples };
  }

  #silence(from: number, length: number): void {
    const at = from % CAPACITY;
    this.#ring.fill(0, at, Math.min(CAPACITY, at + length));
    if (at + length > CAPACITY) this.#ring.fill(0, 0, at + length - CAPACITY);
  }
}
