import { hurryBefore, MAX_RATE, speakingRate } from '../stages/speaking-rate.ts';
import type { Clause } from './clause.ts';
import { Bend } from '../sound/bend.ts';
import { SOUND_RATE_HZ } from '../sound/pcm.ts';

const SAMPLES_PER_MS = SOUND_RATE_HZ / 1000;
/** Between two sentences: what a reader leaves at a comma, so that they are heard as two. */
const GAP_MS = 120;
/** The same when there is no time left. */
const SHORT_GAP_MS = 40;
/** The pace moves by at most this much a second: from 1 to 1.3 in 300 ms is heard as speaking faster, not as a jump. */
const RATE_PER_SECOND = 1;
/** Play-out has as many paces between one and two; below the least the sound is left as it was made. */
const PACES = 100;
const LEAST_PACE = 1.02;

export interface MachineVoiceOptions {
  /** More than this waiting, and the oldest clause of which nothing was heard yet is dropped. */
  readonly maxLagMs: number;
  readonly maxClauses: number;
}

/** Twelve seconds behind, a listener no longer knows which slide is meant; clauses shorter than half a second are rare. */
export const defaultVoiceLimits: MachineVoiceOptions = { maxLagMs: 12_000, maxClauses: 24 };

/** The clauses of one channel, spoken one after the other in the order in which they were added. */
export class MachineVoice {
  readonly #limits: MachineVoiceOptions;
  readonly #clauses: Clause[] = [];
  readonly #bend = new Bend();
  /** In the middle of a clause nothing more was there: its voice is slower than it is heard. */
  #dry = false;
  #gapLeft = 0;
  #dropped = 0;
  #rate = 1;
  #floorSpeaksForMs: number | undefined;

  constructor(limits: MachineVoiceOptions = defaultVoiceLimits) {
    this.#limits = limits;
  }

  /** A clause was given up before it came to be said, because too many waited for their translation. */
  missClause(): void {
    this.#dropped++;
  }

  /** Clauses given up because too much waited; not those of which somebody else took the channel. */
  get droppedClauses(): number {
    return this.#dropped;
  }

  /** How much faster than the voice's own pace it is speaking, 1 to 1.3; 1 when it has nothing to say. */
  get rate(): number {
    const clause = this.#clauses[0];
    return clause ? clause.rate * this.#paceOf(clause) : 1;
  }

  /** Nothing waits to be said, and nothing is being said. */
  get idle(): boolean {
    return this.#clauses.length === 0;
  }

  /** In the middle of a clause: something of it was heard, and it is not over. */
  get saying(): boolean {
    return this.#clauses[0]?.begun === true;
  }

  /** How long a clause that is added now waits until it is heard, as far as what is in front of it is synthesised and without the pause between two sentences, milliseconds. */
  get lagMs(): number {
    return this.#waitMs(this.#clauses.length);
  }

  /** When a clause that is added now will begin to be said, as far as is known, milliseconds: one that does not `continue` the sentence before leaves a pause. */
  freeInMs(continues: boolean): number {
    const pause = this.idle ? this.#gapLeft : gapSamples(this.#rate);
    return this.lagMs + (continues ? 0 : pause / SAMPLES_PER_MS);
  }

  /** For how long somebody on the floor has been saying what comes next, milliseconds; undefined while nobody does. */
  set floorSpeaksForMs(milliseconds: number | undefined) {
    this.#floorSpeaksForMs = milliseconds;
  }

  /** Puts `clause` at the end; its audio may still be on its way. Drops the oldest unheard one when that is too much. */
  add(clause: Clause): void {
    this.#clauses.push(clause);
    this.#dropExcess();
  }

  /** Throws away what was not begun: the clause that is being said is said to its end. */
  finishClause(): void {
    this.#throwAway(this.#clauses.splice(this.saying ? 1 : 0));
  }

  /** Throws away everything, for instance because somebody else is heard now. */
  clear(): void {
    this.#throwAway(this.#clauses.splice(0));
    this.#gapLeft = 0;
    this.#rate = 1;
    this.#dry = false;
    this.#bend.reset();
  }

  /** Fills `into`, with silence where there is nothing to say. Returns whether anything was said. A clause that has to wait for its voice does not click. */
  read(into: Int16Array): boolean {
    this.#dropExcess();
    this.#moveRate(into.length);
    const wasDry = this.#dry;
    this.#dry = false;
    let at = 0;
    let said = false;
    while (at < into.length) {
      const clause = this.#clauses[0];
      if (clause?.continues) this.#gapLeft = 0;
      if (this.#gapLeft > 0) {
        const gap = Math.min(this.#gapLeft, into.length - at);
        into.fill(0, at, at + gap);
        at += gap;
        this.#gapLeft -= gap;
      } else if (!clause) break;
      else {
        const got = clause.read(into, at, this.#paceOf(clause));
        at += got;
        said ||= got > 0;
        this.#dry = !clause.over && got === 0 && clause.begun;
        if (!clause.over && got === 0) break;
        if (!clause.over) continue;
        this.#clauses.shift();
        if (clause.begun) this.#gapLeft = gapSamples(this.#rate);
      }
    }
    into.fill(0, at);
    const fades = (wasDry || this.#dry) && this.#bend.open;
    this.#bend.apply(into, wasDry, this.#dry ? at : into.length);
    return said || fades;
  }

  #throwAway(clauses: readonly Clause[]): void {
    for (const clause of clauses) clause.drop();
  }

  /** What the synthesis has not done already is done at play-out: together never more than the limit. */
  #paceOf(clause: Clause): number {
    const pace = Math.floor((this.#rate / clause.rate) * PACES) / PACES;
    return pace > LEAST_PACE ? pace : 1;
  }

  /** Goes towards the pace that the wait of the last clause asks for. */
  #moveRate(samples: number): void {
    const step = (RATE_PER_SECOND * samples) / SOUND_RATE_HZ;
    const waiting = this.#clauses.length > 1 ? speakingRate({ lagMs: this.#waitMs(this.#clauses.length - 1), headStartMs: 0 }) : 1;
    const coming = this.#floorSpeaksForMs === undefined ? 1 : hurryBefore({ leftMs: this.lagMs, floorSpeaksForMs: this.#floorSpeaksForMs });
    const wanted = Math.max(waiting, coming);
    this.#rate += Math.max(-step, Math.min(step, wanted - this.#rate));
  }

  /** How long the first `count` clauses take, with the pauses after them, milliseconds. */
  #waitMs(count: number): number {
    let samples = count === 0 ? 0 : this.#gapLeft;
    for (let index = 0; index < count; index++) {
      const clause = this.#clauses[index]!;
      samples += clause.waitingSamples(this.#paceOf(clause));
      const next = this.#clauses[index + 1];
      if (next && !next.continues) samples += gapSamples(this.#rate);
    }
    return samples / SAMPLES_PER_MS;
  }

  #dropExcess(): void {
    while (this.#clauses.length > this.#limits.maxClauses || this.lagMs > this.#limits.maxLagMs) {
      // The youngest is what is being talked about now.
      const victim = this.#clauses.find((candidate, index) => !candidate.begun && index < this.#clauses.length - 1);
      if (!victim) return;
      this.#clauses.splice(this.#clauses.indexOf(victim), 1);
      this.#dropped++;
      victim.drop();
    }
  }
}

/** The pause after a clause at `rate`. */
function gapSamples(rate: number): number {
  const hurry = (rate - 1) / (MAX_RATE - 1);
  return Math.round((GAP_MS - (GAP_MS - SHORT_GAP_MS) * hurry) * SAMPLES_PER_MS);
}
