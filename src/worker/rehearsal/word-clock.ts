import type { z } from 'zod';
import type { SpokenWord } from '../../shared/protocol/rehearsal-protocol.ts';
import type { SpokenLine } from './spoken-line.ts';

/** What was said of a line, and when; monotonic milliseconds at the speaker's encoder. */
export interface TimedLine {
  readonly words: ReadonlyArray<z.output<typeof SpokenWord>>;
  readonly startMs: number;
  readonly endMs: number;
}

/** Turns the samples of a line's words into times, frame by frame, so that a stall of the clock is in the times too. */
export class WordClock {
  readonly #words: SpokenLine['words'];
  readonly #starts: Array<number | undefined> = [];
  readonly #ends: Array<number | undefined> = [];
  #startMs = 0;
  #endMs = 0;
  #begun = false;

  constructor(line: Pick<SpokenLine, 'words'>) {
    this.#words = line.words;
  }

  /** Samples `first … first + length` of the line reach the encoder at `atMs`. Frames come in order, without holes. */
  frame(first: number, length: number, atMs: number, sampleRateHz: number): void {
    const end = first + length;
    const timeOf = (sample: number): number => atMs + ((sample - first) * 1000) / sampleRateHz;
    if (!this.#begun) this.#startMs = atMs;
    this.#begun = true;
    this.#endMs = timeOf(end);
    for (const [index, word] of this.#words.entries()) {
      if (word.startSample >= first && word.startSample < end) this.#starts[index] = timeOf(word.startSample);
      if (word.endSample > first && word.endSample <= end) this.#ends[index] = timeOf(word.endSample);
    }
  }

  /** The words that were said to their end. */
  timed(): TimedLine {
    const words = this.#words.flatMap(({ text }, index) => {
      const startMs = this.#starts[index];
      const endMs = this.#ends[index];
      return startMs === undefined || endMs === undefined ? [] : [{ text, startMs, endMs }];
    });
    return { words, startMs: this.#startMs, endMs: this.#endMs };
  }
}
