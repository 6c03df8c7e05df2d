import type { Engine } from './engine-check.ts';

/** A word with its place, in samples (16 kHz), counted from the first sample the recogniser was given. */
export interface TimedWord {
  readonly text: string;
  readonly startSample: number;
  readonly endSample: number;
  /** Log probability of each of its pieces, natural; absent where the recogniser does not tell. */
  readonly logProbs?: readonly number[];
}

/** Understands speech. */
export interface Recogniser extends Engine, AsyncDisposable {
  /** Languages it understands: base languages or tags. Empty: it takes any. */
  readonly languages: readonly string[];
  /**
   * Makes it ready; resolves, too, where it is a server that is down, which {@link Engine.trouble} then says.
   *
   * @throws MODEL_INVALID when files are missing or wrong; BINARY_MISSING when the native library cannot be loaded.
   */
  load(): Promise<void>;
  /** How it is given speech. Only after {@link load}. */
  readonly reader: StreamReader | SegmentReader;
}

/** Turns audio into words while it arrives. */
export interface StreamReader {
  readonly reads: 'stream';
  /** A stream for one speaker. */
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

/** How sure a recogniser is; what it does not tell is absent. */
export interface Confidence {
  /** Mean log probability of its tokens, natural; 0 is certain. */
  readonly meanLogProb?: number;
  /** Probability that nobody spoke, 0 to 1 (Whisper). */
  readonly noSpeechProb?: number;
}

/** How sure a recogniser is of all of `words`, by what it told of each. */
export function confidenceOf(words: readonly TimedWord[]): Confidence {
  const logProbs = words.flatMap((word) => word.logProbs ?? []);
  return logProbs.length > 0 ? { meanLogProb: logProbs.reduce((sum, value) => sum + value, 0) / logProbs.length } : {};
}

/** What was understood in one stretch of speech. */
export interface Transcript {
  /** In order; empty when nothing was. */
  readonly words: readonly TimedWord[];
  readonly confidence: Confidence;
}

/** Turns one stretch of speech, cut by voice activity, into words at once. */
export interface SegmentReader {
  readonly reads: 'segments';
  /** Whether a segment may be read several times while it grows, for interim text: it costs computing, or money. */
  readonly interim: boolean;
  /**
   * @param samples 16 kHz mono, at most 30 s; none have no words
   * @throws PEER_GONE, FORBIDDEN when it failed (it comes back by itself); AbortError.
   */
  transcribe(samples: Int16Array, language: string, signal: AbortSignal): Promise<Transcript>;
}
