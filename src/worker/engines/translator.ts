import type { ProcessRef } from '../../shared/live/stats.ts';
import type { Engine } from './engine-check.ts';

export interface Translation {
  /** Plain text without marks of unknown words, its first letter a capital where it starts a sentence. */
  readonly text: string;
  /** Time spent on this request, milliseconds; near 0 when a shared step was already done for another target. */
  readonly computeMs: number;
}

export interface TranslateOptions {
  /** False: the text goes on with a sentence that was begun before. Without it, true. */
  readonly startsSentence?: boolean | undefined;
}

/** Turns text of one language into another. */
export interface Translator extends Engine, AsyncDisposable {
  /** It runs here: using it costs nobody else anything. */
  readonly local: boolean;
  /** Pairs as `source>target`, where it can name them. After {@link Engine.check}. */
  readonly pairs: readonly string[];
  /** The languages a translation passes through, source first; undefined where there is no way. After {@link Engine.check}. */
  route(source: string, target: string): readonly string[] | undefined;
  /** Starts what the route needs, if it is not running yet. */
  warm(source: string, target: string): void;
  /** Whether the route can be used now. */
  ready(source: string, target: string): boolean;
  /** Why there is no route, and how to get one. */
  missing(source: string, target: string): string;
  /** The programs it runs. */
  readonly processes: readonly ProcessRef[];
  /**
   * @throws LANGUAGE_UNKNOWN without a route; PEER_GONE, FORBIDDEN when it failed or did not answer in time;
   * AbortError when `signal` fires first.
   */
  translate(text: string, source: string, target: string, signal: AbortSignal, options?: TranslateOptions): Promise<Translation>;
}
