import { nowMs } from '../../shared/node/monotonic-clock.ts';
import type { EngineHostClient } from './engine-host-client.ts';
import { Speech } from './speech.ts';
import type { Spoken } from './speech-tracker.ts';

/** A translation made ahead, with its voice. */
export interface Foreseen {
  readonly translation: Promise<string>;
  readonly translateStartMs: number;
  translatedMs: number | undefined;
  /** Absent while the translation is being made, and where nothing is spoken. */
  speech: Speech | undefined;
  /** When {@link speech} was asked for, and how fast it is spoken. */
  synthesiseStartMs: number | undefined;
  rate: number | undefined;
  readonly abort: AbortController;
}

interface Expected {
  readonly text: string;
  readonly byLanguage: ReadonlyMap<string, Foreseen>;
}

type Expectation = Extract<Spoken, { kind: 'expected' }>;

export interface ForesightOptions {
  readonly engine: EngineHostClient;
  /** How fast to speak on the channel now; undefined: no machine voice is heard there, and nothing is made ahead for it. */
  readonly rateOf: (language: string) => number | undefined;
}

/** Expectations held at once: one a speaker; the oldest gives way. */
const MAX_EXPECTED = 8;

/**
 * Translates and speaks, to nobody, what will be committed if a pause turns out to be an end: the time that the pause takes
 * to become one is not lost. What turns out differently is thrown away.
 */
export class Foresight {
  readonly #options: ForesightOptions;
  readonly #expected = new Map<string, Expected>();

  constructor(options: ForesightOptions) {
    this.#options = options;
  }

  /**
   * What may soon be committed; replaces what was expected of that segment before. Servers are left
   * alone: they are asked, and paid, for committed text only.
   */
  expect({ segmentId, text, startsSentence, speaker }: Expectation, languages: readonly string[]): void {
    if (this.#expected.get(segmentId)?.text === text) return;
    this.forget(segmentId);
    if (this.#expected.size >= MAX_EXPECTED) this.forget(this.#expected.keys().next().value!);
    const { engine, rateOf } = this.#options;
    const wanted = languages.filter((language) => rateOf(language) !== undefined && engine.isLocal(language));
    this.#expected.set(segmentId, { text, byLanguage: new Map(wanted.map((language) => [language, this.#foresee({ text, source: speaker.language, startsSentence }, language)])) });
  }

  /** Segment `segmentId` was committed as `text`: what was made of exactly that text, by language, is the caller's now. */
  take(segmentId: string, text: string): ReadonlyMap<string, Foreseen> {
    const expected = this.#expected.get(segmentId);
    if (expected?.text !== text) {
      this.forget(segmentId);
      return new Map();
    }
    this.#expected.delete(segmentId);
    return expected.byLanguage;
  }

  forget(segmentId: string): void {
    const expected = this.#expected.get(segmentId);
    this.#expected.delete(segmentId);
    for (const { abort } of expected?.byLanguage.values() ?? []) abort.abort();
  }

  close(): void {
    for (const segmentId of this.#expected.keys()) this.forget(segmentId);
  }

  #foresee({ text, source, startsSentence }: { readonly text: string; readonly source: string; readonly startsSentence: boolean }, language: string): Foreseen {
    const { engine, rateOf } = this.#options;
    const abort = new AbortController();
    const translation = engine.translate(text, source, language, { startsSentence, signal: abort.signal }).then((translated) => translated.trim());
    const foreseen: Foreseen = { translation, translateStartMs: nowMs(), translatedMs: undefined, speech: undefined, synthesiseStartMs: undefined, rate: undefined, abort };
    translation.then(
      (translated) => {
        foreseen.translatedMs = nowMs();
        const rate = rateOf(language);
        if (abort.signal.aborted || translated === '' || rate === undefined) return;
        foreseen.synthesiseStartMs = nowMs();
        foreseen.rate = rate;
        foreseen.speech = new Speech(engine, { text: translated, language, rate }, abort.signal);
      },
      // Whoever takes it is told; nobody may.
      () => undefined,
    );
    return foreseen;
  }
}
