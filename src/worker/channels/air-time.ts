/** Whether a channel is this worker's to fill: `awaited` and `over` are silence, before and after. */
export type AirState = 'awaited' | 'on-air' | 'over';

/** When one channel's track is this worker's to fill, where a successor takes the place of a predecessor while both publish it. */
export class AirTime {
  #state: AirState;
  #passAtMs: number | undefined;

  constructor(state: 'awaited' | 'on-air') {
    this.#state = state;
  }

  get state(): AirState {
    return this.#state;
  }

  /** At `atMs`, monotonic milliseconds, the channel passes on: from the worker that has it, or to the one that awaits it. */
  passAt(atMs: number): void {
    this.#passAtMs = atMs;
  }

  /** The channel stays: it is not passed on, or comes back. */
  keep(): void {
    this.#passAtMs = undefined;
    if (this.#state === 'over') this.#state = 'on-air';
  }

  /** Called with every frame, at `atMs`. */
  advance(atMs: number): void {
    if (this.#passAtMs === undefined || atMs < this.#passAtMs) return;
    this.#passAtMs = undefined;
    this.#state = this.#state === 'awaited' ? 'on-air' : 'over';
  }
}
