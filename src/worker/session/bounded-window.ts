import { percentile } from '../../shared/quality/percentiles.ts';

/** The newest measurements of a window that is closed from time to time; older ones make room. */
export class BoundedWindow {
  readonly #values: Float64Array;
  #count = 0;

  constructor(capacity: number) {
    this.#values = new Float64Array(capacity);
  }

  add(value: number): void {
    this.#values[this.#count % this.#values.length] = value;
    this.#count++;
  }

  /** The 95th percentile since the last call; `undefined` when nothing was measured. */
  takeP95(): number | undefined {
    const values = this.#values.subarray(0, Math.min(this.#count, this.#values.length));
    this.#count = 0;
    return percentile([...values], 0.95);
  }
}
