import { OUTPUT_SAMPLE_RATE_HZ } from '../rtc/paced-source.ts';
import type { Clause } from './clause.ts';

/** Between two clauses: what a reader leaves at a comma, so that they are heard as two. */
const GAP_SAMPLES = (OUTPUT_SAMPLE_RATE_HZ * 120) / 1000;

export interface MachineVoiceOptions {
  /** More than this waiting, and the oldest clause of which nothing was heard yet is dropped. */
  readonly maxLagMs: number;
  readonly maxClauses: number;
}

/** Twelve seconds behind, a listener no longer knows which slide is meant. */
export const defaultVoiceLimits: MachineVoiceOptions = { maxLagMs: 12_000, maxClauses: 8 };

/** The clauses of one channel, spoken one after the other in the order in which they were added. */
export class MachineVoice {
  readonly #limits: MachineVoiceOptions;
  readonly #clauses: Clause[] = [];
  #gapLeft = 0;
  #dropped = 0;

  constructor(limits: MachineVoiceOptions = defaultVoiceLimits) {
    this.#limits = limits;
  }

  get droppedClauses(): number {
    return this.#dropped;
  }

  /** Synthesised and not yet heard, milliseconds. */
  get lagMs(): number {
    let samples = 0;
    for (const clause of this.#clauses) samples += clause.queuedSamples;
    return (samples * 1000) / OUTPUT_SAMPLE_RATE_HZ;
  }

  /** Puts `clause` at the end; its audio may still be on its way. Drops the oldest unheard one when that is too much. */
  add(clause: Clause): void {
    this.#clauses.push(clause);
    while (this.#clauses.length > this.#limits.maxClauses || this.lagMs > this.#limits.maxLagMs) {
      const victim = this.#clauses.find((candidate) => !candidate.begun && candidate !== clause);
      if (!victim) return;
      this.#clauses.splice(this.#clauses.indexOf(victim), 1);
      this.#dropped++;
      victim.drop();
    }
  }

  /** Throws away everything, for instance because somebody else is heard now. */
  clear(): void {
    for (const clause of this.#clauses.splice(0)) {
      if (clause.over) continue;
      this.#dropped++;
      clause.drop();
    }
    this.#gapLeft = 0;
  }

  /** Fills `into`, with silence where there is nothing to say. Returns whether anything was said. */
  read(into: Int16Array): boolean {
    let at = 0;
    let said = false;
    while (at < into.length) {
      const clause = this.#clauses[0];
      if (this.#gapLeft > 0) {
        const gap = Math.min(this.#gapLeft, into.length - at);
        into.fill(0, at, at + gap);
        at += gap;
        this.#gapLeft -= gap;
      } else if (!clause) break;
      else {
        const got = clause.read(into, at);
        at += got;
        said ||= got > 0;
        if (!clause.over && got === 0) break;
        if (!clause.over) continue;
        this.#clauses.shift();
        if (clause.begun) this.#gapLeft = GAP_SAMPLES;
      }
    }
    into.fill(0, at);
    return said;
  }
}
