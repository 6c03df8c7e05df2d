import type { EngineCheck } from './engine-check.ts';

/** A word with its place, in samples of the recogniser stream (16 kHz), counted from the first sample it was fed. */
export interface TimedWord {
  readonly text: string;
  readonly startSample: number;
  readonly endSample: number;
}

/** Turns audio into words while it arrives. */
export interface Recogniser {
  readonly id: string;
  /** One sentence: what it is. */
  readonly about: string;
  /** Base languages it understands. */
  readonly languages: readonly string[];
  /** Looks for its files and their checksums; loads nothing. */
  check(): Promise<EngineCheck>;
  /** @throws MODEL_INVALID when {@link check} fails; BINARY_MISSING when the native library cannot be loaded. */
  load(): Promise<void>;
  /** A stream for one speaker. Only after {@link load}. */
  openStream(): RecogniserStream;
}

/** One speaker's reading. Fed continuously, silence included, because the model's memory runs through it. */
export interface RecogniserStream {
  /** Decodes what can be decoded now; synchronous, about 2 ms for 32 ms of audio. */
  feed(samples: Float32Array): void;
  /** Everything understood since the last {@link restart}. */
  words(): TimedWord[];
  /** Forgets the words. Only in silence: inside speech it costs half a word. */
  restart(): void;
}
