import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../shared/app-error.ts';
import type { EngineStatus } from '../../shared/live/stats.ts';
import { serves } from './languages.ts';
import { type ListeningEvent, ListeningStream } from './listening-stream.ts';
import type { Recogniser, Transcript } from './recogniser.ts';
import { SegmentListening } from './segment-listening.ts';
import { readWhole } from './stream-read-whole.ts';
import type { VoiceDetector } from './voice-activity.ts';

/** What became of an engine's start. */
export type Loaded = Pick<EngineStatus, 'state' | 'message'>;

/** One speaker being heard: audio in, work in small steps, events out. */
export interface SpeechStream {
  /**
   * @param channelsBusy most channels on which the machine would speak are busy with what came before: what ended now would not be spoken now
   * @returns samples, the oldest, that were thrown away because too many wait; normally 0
   */
  push(firstSample: number, samples: Int16Array, channelsBusy?: boolean): number;
  /** Audio that waits to be heard, milliseconds. */
  readonly waitingMs: number;
  readonly busy: boolean;
  step(): void;
  close(): void;
}

export interface ListenOptions {
  readonly language: string;
  readonly detector: VoiceDetector;
  readonly onEvent: (event: ListeningEvent) => void;
  /** A segment has no words: why (`undefined`: the recogniser is too slow). */
  readonly onLost: (thrown: unknown) => void;
}

/** A recogniser that takes longer to load is not waited for where another understands the language: it joins later. */
const PATIENCE_MS = 10_000;

/**
 * All recognisers in the order of preference. The bundled ones serve only languages for which the user set up none: they
 * are for synthetic voices, and wrong words are worse than none.
 */
export class Recognisers implements AsyncDisposable {
  readonly engines: readonly Recogniser[];
  readonly #configured: readonly Recogniser[];
  readonly #bundled: readonly Recogniser[];
  readonly #loaded = new Map<Recogniser, Loaded>();
  readonly #loading = new Map<Recogniser, Promise<Loaded>>();
  /** By language, who hears the stream that was opened last, or should. */
  readonly #heardBy = new Map<string, Recogniser | undefined>();

  constructor(configured: readonly Recogniser[], bundled: readonly Recogniser[]) {
    this.#configured = configured;
    this.#bundled = bundled;
    this.engines = [...configured, ...bundled];
  }

  /** Loads all at once, and calls `onLoaded` after each; one that cannot be loaded keeps its reason. */
  async load(onLoaded: () => void): Promise<void> {
    for (const engine of this.engines) this.#loading.set(engine, loaded(engine));
    const takeNote = async ([engine, loading]: readonly [Recogniser, Promise<Loaded>]): Promise<void> => {
      this.#loaded.set(engine, await loading);
      onLoaded();
    };
    await Promise.all([...this.#loading].map(takeNote));
  }

  /**
   * Resolves when the language is understood by whom it should be: by the first in the order of preference that loads, or, where
   * that one takes longer than `patienceMs`, by any; at once where nothing understands it, and when all have failed. After
   * {@link load}.
   */
  async understood(language: string, patienceMs = PATIENCE_MS): Promise<void> {
    const loading = this.#for(language).map((engine) => this.#loading.get(engine)!);
    const inOrder = async (): Promise<void> => {
      for (const each of loading) if ((await each).state === 'ready') return;
    };
    const any = async (): Promise<void> => {
      await sleep(patienceMs, undefined, { ref: false });
      await Promise.any(loading.map(async (each) => ((await each).state === 'ready' ? undefined : Promise.reject(new Error('not loaded'))))).catch(() => undefined);
    };
    await Promise.race([inOrder(), any()]);
  }

  /** How the engine is now. */
  stateOf(engine: Recogniser): Loaded {
    const started = this.#loaded.get(engine) ?? { state: 'starting', message: 'The recogniser is being loaded.' };
    return started.state === 'ready' && engine.trouble !== undefined ? { state: 'failed', message: engine.trouble } : started;
  }

  /** Whether anything here is meant to understand the language. */
  knows(language: string): boolean {
    return this.#for(language).length > 0;
  }

  /** How whoever understands the language is now: the first of them that does, else the first that will, else the first. Undefined where it is not {@link knows known}. */
  hearing(language: string): Loaded | undefined {
    const states = this.#for(language).map((engine) => this.stateOf(engine));
    return states.find(({ state }) => state === 'ready') ?? states.find(({ state }) => state === 'starting') ?? states[0];
  }

  /**
   * Hears a speaker; without a recogniser voice activity alone is reported. Where the first that is loaded reads segments, each is
   * read by whoever works then, of either kind: one that is loaded later joins, and so does one that hears streams while a server is
   * away. Where the first hears streams, it alone serves the speaker: it is loaded, or its process is gone.
   */
  listen({ language, detector, onEvent, onLost }: ListenOptions): SpeechStream {
    const usable = (): Recogniser[] => this.#for(language).filter((engine) => this.#loaded.get(engine)?.state === 'ready');
    const reader = usable()[0]?.reader;
    this.#heardBy.set(language, usable()[0]);
    if (reader?.reads !== 'segments') return new ListeningStream(detector, reader?.openStream(), language, onEvent);
    return new SegmentListening({
      language,
      detector,
      interim: reader.interim,
      transcribe: (samples, signal) => transcribe(usable(), samples, language, signal),
      onEvent,
      onLost,
    });
  }

  /**
   * The languages of streams that would be heard by somebody else if they were opened anew, because who is preferred was loaded
   * later; each is told once. Those that are read segment by segment have every loaded recogniser of that kind already.
   */
  takeBetter(): string[] {
    return [...this.#heardBy].flatMap(([language, before]) => {
      const best = this.#for(language).find((engine) => this.#loaded.get(engine)?.state === 'ready');
      if (best === before) return [];
      this.#heardBy.set(language, best);
      return best?.reader.reads === 'segments' && before?.reader.reads === 'segments' ? [] : [language];
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.engines.map((engine) => engine[Symbol.asyncDispose]()));
  }

  #for(language: string): readonly Recogniser[] {
    const configured = this.#configured.filter((engine) => serves(engine.languages, language));
    return configured.length > 0 ? configured : this.#bundled.filter((engine) => serves(engine.languages, language));
  }
}

/** By the first that works; when it fails, by the next, whatever its kind. */
async function transcribe(recognisers: readonly Recogniser[], samples: Int16Array, language: string, signal: AbortSignal): Promise<Transcript> {
  let failure: unknown = new AppError('PEER_GONE', recognisers[0]?.trouble ?? 'No recogniser works for this language now.');
  for (const { reader, trouble } of recognisers) {
    if (trouble !== undefined) continue;
    try {
      return await (reader.reads === 'segments' ? reader.transcribe(samples, language, signal) : readWhole(reader, samples, signal));
    } catch (thrown) {
      signal.throwIfAborted();
      failure = thrown;
    }
  }
  throw failure;
}

/** Starts an engine; what stopped it is said, not thrown. */
export async function loaded(engine: { readonly about: string; load(): Promise<void> }): Promise<Loaded> {
  try {
    await engine.load();
    return { state: 'ready', message: engine.about };
  } catch (thrown) {
    const failure = AppError.from(thrown);
    return { state: failure.code === 'MODEL_INVALID' || failure.code === 'BINARY_MISSING' ? 'missing' : 'failed', message: failure.message };
  }
}
