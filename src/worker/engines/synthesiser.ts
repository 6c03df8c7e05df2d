import type { EngineCheck } from './engine-check.ts';

export interface SpeakRequest {
  readonly text: string;
  /** 1 is the voice's normal pace. */
  readonly rate: number;
}

export interface SpeechChunk {
  /** Mono. */
  readonly samples: Int16Array<ArrayBuffer>;
  readonly sampleRateHz: number;
}

/** Speaks text. */
export interface Synthesiser {
  readonly id: string;
  /** One sentence: what it is. */
  readonly about: string;
  check(): Promise<EngineCheck>;
  /** Whether it has a voice for `language`; loads nothing. */
  speaks(language: string): boolean;
  /** Starts the voice of `language`; resolves when it can speak. @throws LANGUAGE_UNKNOWN when there is none. */
  open(language: string): Promise<void>;
  /**
   * Hands chunks to `onChunk` in order while they are made, the first sample of the first one audible; resolves with the
   * computing time in milliseconds once all were handed over.
   *
   * @throws LANGUAGE_UNKNOWN when the voice is not open; PEER_GONE when it died (it comes back by itself); AbortError.
   */
  speak(language: string, request: SpeakRequest, onChunk: (chunk: SpeechChunk) => void, signal: AbortSignal): Promise<number>;
}
