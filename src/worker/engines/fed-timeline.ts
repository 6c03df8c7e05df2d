interface Anchor {
  /** Samples fed to the recogniser before this point. */
  readonly fed: number;
  /** Speaker time of the sample fed there. */
  readonly heard: number;
}

/**
 * Turns the recogniser's count of samples into speaker time. They differ by what was lost on the way (holes) and by what was
 * made up (padding): each such place is an anchor.
 */
export class FedTimeline {
  #anchors: Anchor[] = [];
  #pads: number[] = [];
  #fed = 0;

  /** Samples fed so far. */
  get fed(): number {
    return this.#fed;
  }

  /** `samples` were fed whose first has speaker time `heard`. */
  feed(heard: number, samples: number): void {
    const last = this.#anchors.at(-1);
    if (!last || last.heard + this.#fed - last.fed !== heard) this.#anchors.push({ fed: this.#fed, heard });
    this.#fed += samples;
  }

  /** `samples` were fed that nobody said; everything the recogniser places in them was said at `heard` at the latest. */
  pad(samples: number): void {
    this.#pads.push(this.#fed);
    this.#fed += samples;
  }

  /** The reading before is not asked about any more. */
  forget(): void {
    this.#anchors = this.#anchors.slice(-1);
    this.#pads = [];
  }

  /** Whether padding was fed between `from` and `to`. */
  paddedBetween(from: number, to: number): boolean {
    return this.#pads.some((pad) => pad >= from && pad < to);
  }

  /** Speaker time of the sample that was fed as number `fed`; in padding the time of what comes after it. */
  toHeard(fed: number): number {
    let index = this.#anchors.length - 1;
    while (index > 0 && this.#anchors[index]!.fed > fed) index--;
    const anchor = this.#anchors[index];
    if (!anchor) return fed;
    const after = this.#anchors[index + 1];
    return Math.min(anchor.heard + fed - anchor.fed, after?.heard ?? Infinity);
  }
}
