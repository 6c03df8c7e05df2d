import { QUIET_PEAK } from '../sound/pcm.ts';
import { TimeStretch } from '../sound/time-stretch.ts';

// Kept in front of the first and after the last loud sample, so that no plosive or fade loses its edge (48 kHz).
const LEAD_SAMPLES = 240;
const TAIL_SAMPLES = 960;
/** Audio goes through the time-stretch in pieces of 10 ms, as it is needed: a change of pace is heard soon. */
const STRETCH_SAMPLES = 480;

/** What a clause tells its owner; times are the caller's business. */
export interface ClauseListener {
  /** The first audible sample is about to be handed over. */
  readonly onFirstSample: () => void;
  /** `spoken`: heard to its end. `silent`: there was nothing to hear. `dropped`: thrown away before or while it was heard. */
  readonly onEnd: (how: 'spoken' | 'silent' | 'dropped') => void;
}

export interface ClauseOptions {
  /** How much faster than its own pace the voice was asked to speak, 1 to 1.3. */
  readonly rate?: number;
  /** The clause goes on with the sentence of the one before: it follows without a pause. */
  readonly continues?: boolean;
  /** Hears everything that is pushed, before anybody else does. */
  readonly onAudio?: (samples: Int16Array) => void;
}

/**
 * One translated clause on its way to a channel: 48 kHz mono audio that is pushed as it is synthesised and read as it is
 * heard. Silence before and after the speech is cut off: it would be delay.
 */
export class Clause {
  /** How much faster than its own pace the voice speaks, 1 to 1.3. */
  readonly rate: number;
  /** Goes on with the sentence of the clause before. */
  readonly continues: boolean;
  readonly #listener: ClauseListener;
  readonly #onAudio: ((samples: Int16Array) => void) | undefined;
  readonly #chunks: Int16Array[] = [];
  #readIn = 0;
  #queued = 0;
  #heard = false;
  #complete = false;
  #over = false;
  /** There once the clause was heard faster than it was spoken; then all the rest goes through it. */
  #stretch: TimeStretch | undefined;
  #piece: Int16Array | undefined;

  constructor(listener: ClauseListener, { rate = 1, continues = false, onAudio }: ClauseOptions = {}) {
    this.#listener = listener;
    this.rate = rate;
    this.continues = continues;
    this.#onAudio = onAudio;
  }

  /** How long what is there takes at `pace` times the pace in which it is spoken, samples. What is still to be synthesised is not known. */
  waitingSamples(pace: number): number {
    return this.#queued / pace + (this.#stretch?.pendingSamples ?? 0);
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
      while (from < samples.length && Math.abs(samples[from]!) < QUIET_PEAK) from++;
      if (from === samples.length) return;
      from = Math.max(0, from - LEAD_SAMPLES);
    }
    const chunk = from === 0 ? samples : samples.subarray(from);
    this.#chunks.push(chunk);
    this.#queued += chunk.length;
    this.#onAudio?.(chunk);
  }

  /** The voice has said everything. */
  end(): void {
    if (this.#over || this.#complete) return;
    this.#complete = true;
    this.#trimTail();
    if (this.waitingSamples(1) === 0) this.#finish(this.#heard ? 'spoken' : 'silent');
  }

  /** Throws away what is left. Idempotent. */
  drop(): void {
    this.#chunks.length = 0;
    this.#queued = 0;
    this.#stretch = undefined;
    this.#finish('dropped');
  }

  /**
   * Fills `into` from `at`, at `pace` times the pace in which it was spoken (1 and more); returns how many samples it had. Fewer
   * than asked for: the voice is behind, or it is over.
   */
  read(into: Int16Array, at: number, pace = 1): number {
    if (this.#queued > 0 && !this.#heard) {
      this.#heard = true;
      this.#listener.onFirstSample();
    }
    if (pace > 1 && !this.#over) this.#stretch ??= new TimeStretch();
    const got = this.#stretch ? this.#readStretched(this.#stretch, into, at, pace) : this.#take(into, at);
    if (this.#complete && this.waitingSamples(1) === 0) this.#finish('spoken');
    return got;
  }

  #readStretched(stretch: TimeStretch, into: Int16Array, at: number, pace: number): number {
    stretch.rate = pace;
    this.#piece ??= new Int16Array(STRETCH_SAMPLES);
    while (stretch.readySamples < into.length - at && this.#queued > 0) stretch.push(this.#piece.subarray(0, this.#take(this.#piece, 0)));
    if (this.#complete && this.#queued === 0) stretch.end();
    return stretch.read(into, at);
  }

  /** The next samples as they were spoken. */
  #take(into: Int16Array, at: number): number {
    let position = at;
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
    return position - at;
  }

  #trimTail(): void {
    let quiet = 0;
    for (let index = this.#chunks.length - 1; index >= 0; index--) {
      const chunk = this.#chunks[index]!;
      const floor = index === 0 ? this.#readIn : 0;
      let end = chunk.length;
      while (end > floor && Math.abs(chunk[end - 1]!) < QUIET_PEAK) end--;
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
