// Quieter than this is not speech: −50 dBFS, below the noise of any synthesised voice and above resampling residue.
const QUIET = 100;
// Kept in front of the first and after the last loud sample, so that no plosive or fade loses its edge (48 kHz).
const LEAD_SAMPLES = 240;
const TAIL_SAMPLES = 960;

/** What a clause tells its owner; times are the caller's business. */
export interface ClauseListener {
  /** The first audible sample is about to be handed over. */
  readonly onFirstSample: () => void;
  /** `spoken`: heard to its end. `silent`: there was nothing to hear. `dropped`: thrown away before or while it was heard. */
  readonly onEnd: (how: 'spoken' | 'silent' | 'dropped') => void;
}

/**
 * One translated clause on its way to a channel: 48 kHz mono audio that is pushed as it is synthesised and read as it is
 * heard. Silence before and after the speech is cut off: it would be delay.
 */
export class Clause {
  readonly #listener: ClauseListener;
  readonly #chunks: Int16Array[] = [];
  #readIn = 0;
  #queued = 0;
  #heard = false;
  #complete = false;
  #over = false;

  constructor(listener: ClauseListener) {
    this.#listener = listener;
  }

  /** Audio waiting to be heard, samples. */
  get queuedSamples(): number {
    return this.#queued;
  }

  /** Something of it has been heard. */
  get begun(): boolean {
    return this.#heard;
  }

  /** Nothing more to hear, ever. */
  get over(): boolean {
    return this.#over;
  }

  push(samples: Int16Array): void {
    if (this.#over || this.#complete) return;
    let from = 0;
    if (this.#queued === 0 && !this.#heard) {
      while (from < samples.length && Math.abs(samples[from]!) < QUIET) from++;
      if (from === samples.length) return;
      from = Math.max(0, from - LEAD_SAMPLES);
    }
    const chunk = from === 0 ? samples : samples.subarray(from);
    this.#chunks.push(chunk);
    this.#queued += chunk.length;
  }

  /** The voice has said everything. */
  end(): void {
    if (this.#over || this.#complete) return;
    this.#complete = true;
    this.#trimTail();
    if (this.#queued === 0) this.#finish(this.#heard ? 'spoken' : 'silent');
  }

  /** Throws away what is left. Idempotent. */
  drop(): void {
    this.#chunks.length = 0;
    this.#queued = 0;
    this.#finish('dropped');
  }

  /** Fills `into` from `at`; returns how many samples it had. Fewer than asked for: the voice is behind, or it is over. */
  read(into: Int16Array, at: number): number {
    let position = at;
    if (this.#queued > 0 && !this.#heard) {
      this.#heard = true;
      this.#listener.onFirstSample();
    }
    while (position < into.length && this.#chunks.length > 0) {
      const chunk = this.#chunks[0]!;
      const take = Math.min(into.length - position, chunk.length - this.#readIn);
      into.set(chunk.subarray(this.#readIn, this.#readIn + take), position);
      position += take;
      this.#readIn += take;
      if (this.#readIn < chunk.length) continue;
      this.#chunks.shift();
      this.#readIn = 0;
    }
    this.#queued -= position - at;
    if (this.#complete && this.#queued === 0) this.#finish('spoken');
    return position - at;
  }

  #trimTail(): void {
    let quiet = 0;
    for (let index = this.#chunks.length - 1; index >= 0; index--) {
      const chunk = this.#chunks[index]!;
      const floor = index === 0 ? this.#readIn : 0;
      let end = chunk.length;
      while (end > floor && Math.abs(chunk[end - 1]!) < QUIET) end--;
      quiet += chunk.length - end;
      if (end > floor) break;
    }
    let cut = Math.max(0, quiet - TAIL_SAMPLES);
    this.#queued -= cut;
    while (cut > 0) {
      const last = this.#chunks.at(-1)!;
      const length = last.length - (this.#chunks.length === 1 ? this.#readIn : 0);
      if (cut >= length) {
        this.#chunks.pop();
        if (this.#chunks.length === 0) this.#readIn = 0;
      } else this.#chunks[this.#chunks.length - 1] = last.subarray(0, last.length - cut);
      cut -= Math.min(cut, length);
    }
  }

  #finish(how: 'spoken' | 'silent' | 'dropped'): void {
    if (this.#over) return;
    this.#over = true;
    this.#listener.onEnd(how);
  }
}
