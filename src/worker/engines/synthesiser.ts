import type { ProcessRef } from '../../shared/live/stats.ts';
import type { Engine } from './engine-check.ts';

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

/** Takes one piece of synthesised speech. */
export type OnChunk = (chunk: SpeechChunk) => void;

/** Speaks text. */
export interface Synthesiser extends Engine, AsyncDisposable {
  /** It runs here: using it costs nobody else anything. */
  readonly local: boolean;
  /** It speaks at the rate that it is asked for. One that does not is asked for 1, and is made faster when it is played. */
  readonly ownRate: boolean;
  /** Whether it has a voice for `language`; loads nothing. */
  speaks(language: string): boolean;
  /** Why a language cannot be spoken. */
  missing(language: string): string;
  /**
   * Starts the voice of `language`; resolves when it can speak, or when it does not come up in some tries: it is then
   * started again in the background, and whoever waits goes on. @throws LANGUAGE_UNKNOWN when there is none.
   */
  open(language: string): Promise<void>;
  /** Whether the voice is open and can speak now. */
  ready(language: string): boolean;
  /** Why an open voice does not speak now, in words, where a voice may fail for itself. It comes back by itself. */
  troubleWith?(language: string): string | undefined;
  /** Whether the voice was opened and not closed, able to speak or not. Absent where an open voice takes nothing. */
  isOpen?(language: string): boolean;
  /** Gives back what an open voice takes; it can be opened again. Absent where it takes nothing. */
  close?(language: string): Promise<void>;
  /** It speaks where no other voice does, and is not told of while it has nothing to speak. */
  readonly standIn?: true;
  /** The programs that it runs. */
  readonly processes: readonly ProcessRef[];
  /** Makes an open voice faster by speaking to nobody; absent where that does not help. Resolves when done or given up; never rejects. */
  practise?(language: string, text: string): Promise<void>;
  /**
   * Hands chunks to `onChunk` in order while they are made, the first sample of the first one audible; resolves with the
   * computing time in milliseconds once all were handed over.
   *
   * @throws LANGUAGE_UNKNOWN when it has no such voice; PEER_GONE, FORBIDDEN when it is not open or failed (it comes back by
   * itself); AbortError.
   */
  speak(language: string, request: SpeakRequest, onChunk: OnChunk, signal: AbortSignal): Promise<number>;
}
