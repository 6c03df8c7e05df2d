import type { EngineCheck } from './engine-check.ts';

export interface Translation {
  /** Plain text without marks of unknown words, as the engine cased it. */
  readonly text: string;
  /** Time spent on this request, milliseconds; near 0 when a shared step was already done for another target. */
  readonly computeMs: number;
}

/** Turns text of one language into another. */
export interface Translator {
  readonly id: string;
  /** One sentence: what it is. */
  readonly about: string;
  /** Looks what is installed; starts nothing. */
  check(): Promise<EngineCheck>;
  /** The languages a translation passes through, source first; undefined where there is no way. After {@link check}. */
  route(source: string, target: string): readonly string[] | undefined;
  /**
   * @throws LANGUAGE_UNKNOWN without a route; PEER_GONE when the engine died or did not answer in time (try again);
   * AbortError when `signal` fires first.
   */
  translate(text: string, source: string, target: string, signal: AbortSignal): Promise<Translation>;
}
