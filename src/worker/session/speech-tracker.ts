import { ENGINE_SAMPLES_PER_MS, type HypothesisWord } from '../engines/protocol.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { localAgreement, openWords, type CommitAction, type CommitEvent, type CommitPolicy, type CommitState, type Reading } from '../stages/commit-policy.ts';
import { hasCapital, LetterCase } from '../stages/letter-case.ts';
import { endsSentence } from '../stages/phrase-boundary.ts';
import { tidyCaption, type TidyOptions, tidyText } from '../stages/tidy-text.ts';
import type { ArrivalLog } from './arrival-log.ts';
import type { Speaker } from './speaker.ts';

/** A piece of speech as it becomes known. One `segmentId` has any number of `partial`s and `expected`s and then one of the others; `startsSentence` is false where it goes on with the piece before. */
export type Spoken = { readonly segmentId: string; readonly speaker: Speaker } & (
  | { readonly kind: 'partial'; readonly stable: string; readonly unstable: string; readonly times: SpokenTimes }
  /** The speaker pauses: unless speech goes on, this will be committed in a moment. */
  | { readonly kind: 'expected'; readonly text: string; readonly startsSentence: boolean }
  | { readonly kind: 'committed'; readonly text: string; readonly startsSentence: boolean; readonly times: SpokenTimes; readonly by: 'endpoint' | 'length' | 'input-ended' }
  | { readonly kind: 'retracted'; readonly times: SpokenTimes }
);

/** When it was said, heard and understood. Media times in milliseconds of the speaker's stream, the rest monotonic. */
export interface SpokenTimes {
  readonly wordCount: number;
  readonly mediaStartMs: number;
  readonly mediaEndMs: number;
  readonly speechStartArrivedMs: number;
  readonly speechEndArrivedMs: number;
  readonly speechDetectedMs: number | undefined;
  readonly firstPartialMs: number | undefined;
  /** When the recogniser had the text for the first time as it is now. */
  readonly recognisedMs: number;
  readonly recogniserComputeMs: number;
}

/** Unstable words of a partial caption that are not shown yet (mask-k, Arivazhagan et al. 2020). */
const HELD_BACK_WORDS = 1;

export interface SpeechTrackerOptions {
  readonly speaker: Speaker;
  readonly streamId: string;
  readonly arrivals: ArrivalLog;
  readonly onSpoken: (spoken: Spoken) => void;
  /** Decides what is final; without one, {@link localAgreement}. */
  readonly policy?: CommitPolicy;
}

/** Turns what the engines hear in one stream into pieces of speech with ids and times, by the commit policy. */
export class SpeechTracker {
  readonly #options: SpeechTrackerOptions;
  readonly #policy: CommitPolicy;
  #state: CommitState;
  #generation = 0;
  #startSample: number | undefined;
  #stopSample: number | undefined;
  #detectedMs: number | undefined;
  #computeMs = 0;
  /** When the first sample of each segment that is being heard or read arrived, monotonic; several where a reader of whole segments is behind. */
  #openSinceMs: number[] = [];
  #openPiece = -1;
  /** The open piece goes on where the one before it was cut. */
  #inSentence = false;
  readonly #letters = new LetterCase();
  #firstPartialMs: number | undefined;
  /** Something of the open piece was shown. */
  #shown = false;
  /** The newest reading was made in a pause. */
  #pausing = false;
  #lastTimes: SpokenTimes | undefined;
  /** The newest text of the open piece, and since when it reads like this. */
  #newest = { text: '', sinceMs: 0 };

  constructor(options: SpeechTrackerOptions) {
    this.#options = options;
    this.#policy = options.policy ?? localAgreement();
    this.#state = this.#policy.start;
  }

  /** Since when the oldest segment that is not read to its end is being said, monotonic milliseconds of its first sample's arrival; undefined: none is. */
  get openSinceMs(): number | undefined {
    return this.#openSinceMs[0];
  }

  /** `toldMs`: when that became known, monotonic. */
  started(atSample: number, toldMs: number): void {
    this.#startSample = atSample;
    this.#openSinceMs.push(this.#options.arrivals.arrivalOf(atSample) ?? toldMs);
    this.#stopSample = undefined;
    this.#detectedMs = toldMs;
  }

  stopped(atSample: number): void {
    this.#stopSample = atSample;
  }

  read(reading: Reading, computeMs: number): void {
    this.#computeMs = computeMs;
    this.#pausing = reading.pausing;
    this.#advance({ kind: 'reading', reading });
    if (reading.final) {
      if (this.#openSinceMs.length <= 1) this.#startSample = undefined;
      this.#openSinceMs.shift();
    } else if (reading.pausing) this.#expect();
  }

  /** Another engine host reads on: what was read so far and ends before `untilSample` stands, and segments are counted anew. */
  lost(untilSample: number): void {
    this.#advance({ kind: 'input-ended', untilSample });
    this.#state = this.#policy.start;
    this.#letters.reset();
    this.#generation++;
    this.#openPiece = -1;
    this.#openSinceMs = [];
  }

  /** The speaker is gone. */
  ended(): void {
    this.#openSinceMs = [];
    this.#advance({ kind: 'input-ended' });
  }

  #advance(event: CommitEvent): void {
    const [next, actions] = this.#policy.step(this.#state, event, this.#options.speaker.language);
    this.#state = next;
    for (const action of actions) this.#tell(action);
  }

  #segmentId(piece: number): string {
    return `${this.#options.streamId}-${this.#generation}-${piece}`;
  }

  #expect(): void {
    const { speaker, onSpoken } = this.#options;
    const text = this.#textOf(openWords(this.#state));
    if (text !== '') onSpoken({ segmentId: this.#segmentId(this.#state.piece), speaker, kind: 'expected', text, startsSentence: !this.#inSentence });
  }

  #tell(action: CommitAction): void {
    const { speaker, onSpoken } = this.#options;
    if (action.piece !== this.#openPiece) {
      this.#openPiece = action.piece;
      this.#firstPartialMs = undefined;
      this.#shown = false;
    }
    const about = { segmentId: this.#segmentId(action.piece), speaker };
    switch (action.kind) {
      case 'partial': {
        this.#firstPartialMs ??= nowMs();
        const times = this.#timesOf([...action.stable, ...action.unstable], undefined);
        // The newest words are those that change: shown, they flicker. In a pause all is there.
        const unstable = this.#pausing ? action.unstable : action.unstable.slice(0, -HELD_BACK_WORDS);
        if (action.stable.length + unstable.length === 0 && !this.#shown) return;
        this.#shown = true;
        onSpoken({ ...about, kind: 'partial', ...this.#captionOf(action.stable.map(spelt), unstable.map(spelt)), times });
        return;
      }
      case 'commit': {
        const times = this.#timesOf(action.words, action.by === 'endpoint' ? this.#stopSample : undefined);
        // What is said from here on begins with its own first word, not where the speaker began.
        this.#startSample = undefined;
        // What is still to be said of a long segment began after what was cut off it.
        if (action.by === 'length' && this.#openSinceMs.length > 0) this.#openSinceMs[0] = times.speechEndArrivedMs;
        onSpoken({ ...about, kind: 'committed', text: this.#textOf(action.words), startsSentence: !this.#inSentence, times, by: action.by });
        this.#inSentence = action.by === 'length' && !endsSentence(action.words.at(-1)?.text);
        this.#letters.ended(action.words.map(spelt));
        return;
      }
      case 'retract':
        if (this.#shown) onSpoken({ ...about, kind: 'retracted', times: this.#lastTimes ?? this.#timesOf([], undefined) });
    }
  }

  /** The words as one reads them; the same words always give the same text within a piece. */
  #textOf(words: readonly HypothesisWord[]): string {
    const text = words.map(spelt);
    return tidyText(text, this.#tidying(text));
  }

  /** No word is stable of which it is not known yet whether its capitals stay. */
  #captionOf(stable: readonly string[], unstable: readonly string[]): { readonly stable: string; readonly unstable: string } {
    const all = [...stable, ...unstable];
    const tidying = this.#tidying(all);
    const unsure = tidying.capitals === undefined ? stable.findIndex(hasCapital) : -1;
    const sure = unsure < 0 ? stable.length : unsure;
    return tidyCaption(all.slice(0, sure), all.slice(sure), tidying);
  }

  /** How the open piece is written, of which `words` are known. */
  #tidying(words: readonly string[]): TidyOptions {
    const capitals = this.#letters.of(words);
    return { language: this.#options.speaker.language, startsSentence: !this.#inSentence, ...(capitals !== undefined && { capitals }) };
  }

  /** `stopSample`: where voice activity ended, the better end of the last word. */
  #timesOf(words: readonly HypothesisWord[], stopSample: number | undefined): SpokenTimes {
    const { arrivals } = this.#options;
    const firstWord = words[0]?.startSample ?? this.#startSample ?? 0;
    const lastWord = words.at(-1)?.endSample ?? firstWord;
    // The recogniser places a word where it is sure of it; voice activity knows better when speech began.
    const startSample = this.#startSample !== undefined && this.#state.committed.length === 0 ? Math.min(firstWord, this.#startSample) : firstWord;
    const endSample = Math.max(startSample, stopSample ?? lastWord);
    const atMs = nowMs();
    const text = this.#textOf(words);
    if (text !== this.#newest.text) this.#newest = { text, sinceMs: atMs };
    this.#lastTimes = {
      wordCount: words.length,
      mediaStartMs: startSample / ENGINE_SAMPLES_PER_MS,
      mediaEndMs: endSample / ENGINE_SAMPLES_PER_MS,
      speechStartArrivedMs: arrivals.arrivalOf(startSample) ?? atMs,
      speechEndArrivedMs: arrivals.arrivalOf(endSample) ?? atMs,
      speechDetectedMs: this.#detectedMs,
      firstPartialMs: this.#firstPartialMs,
      recognisedMs: this.#newest.sinceMs,
      recogniserComputeMs: this.#computeMs,
    };
    return this.#lastTimes;
  }
}

const spelt = (word: HypothesisWord): string => word.text;
