import { isOpenEnded } from '../stages/phrase-boundary.ts';
import { FedTimeline } from './fed-timeline.ts';
import { plausibleWords } from './plausible.ts';
import { ENGINE_SAMPLE_RATE_HZ, ENGINE_SAMPLES_PER_MS, type HypothesisWord, MAX_ENGINE_WAIT_MS } from './protocol.ts';
import { Quietness } from './quietness.ts';
import { confidenceOf, type RecogniserStream, type TimedWord } from './recogniser.ts';
import { quiet, readMeanwhile, type SpeechGateEvent, type SpeechGateState, stepSpeechGate, type UnbrokenSpeech } from './speech-gate.ts';
import { VOICE_WINDOW_SAMPLES, type VoiceDetector } from './voice-activity.ts';

/** What a stream has to say, in the order in which it became known. A `hypothesis` with `final` follows its `stopped`. */
export type ListeningEvent =
  | SpeechGateEvent
  | {
      readonly type: 'hypothesis';
      readonly segment: number;
      readonly words: HypothesisWord[];
      readonly final: boolean;
      /** With `final` only: what was read is not what anybody said; there are no words, and those told before are not either. */
      readonly refused: boolean;
      /** The speaker pauses, and everything said before the pause is in it: the final reading will be the same unless speech goes on. */
      readonly pausing: boolean;
      readonly heardSample: number;
      readonly computeMs: number;
    };

/** Longest hole in a stream that is filled in full; a longer one is entered by so much silence and then skipped. */
const LONGEST_FILL_SAMPLES = 2 * ENGINE_SAMPLE_RATE_HZ;
/** Audio that may wait to be decoded … */
const MAX_WAITING_SAMPLES = MAX_ENGINE_WAIT_MS * ENGINE_SAMPLES_PER_MS;
/** … of a stream that has not caught up yet since it was opened: it may begin with what was said while nobody heard it, and models are still being loaded beside it … */
const MAX_WAITING_AT_FIRST_SAMPLES = 2 * MAX_WAITING_SAMPLES;
/** … and what is left of it when more comes: one hole of a second, because a reading of shreds is none. */
const KEPT_SAMPLES = MAX_WAITING_SAMPLES / 2;
/** Silence that takes the place of what was left out: long enough to end the segment, so that no sentence is made of two halves. */
const SILENCE_FOR_LEFT_OUT_SAMPLES = 0.4 * ENGINE_SAMPLE_RATE_HZ;
/** A word understood before the gate opened belongs to the segment when it ended this late. */
const WORD_BEFORE_SPEECH_SAMPLES = 0.5 * ENGINE_SAMPLE_RATE_HZ;
/** Quiet of this length is a pause: what the recogniser still holds back is then drawn out of it. */
const PAUSE_SAMPLES = 0.1 * ENGINE_SAMPLE_RATE_HZ;
/** Samples that draw it out: one step of the model (80 ms), its look-ahead (70 ms) and 10 ms. */
const PADDING_SAMPLES = 0.16 * ENGINE_SAMPLE_RATE_HZ;
/** A reading that stays as it is is told again after this much speech: that it stays is news, too. */
const REPEAT_SAMPLES = 0.12 * ENGINE_SAMPLE_RATE_HZ;
/** Stray words (a cough, music) are forgotten when it was quiet for so long. */
const FORGET_STRAY_AFTER_SAMPLES = ENGINE_SAMPLE_RATE_HZ;
/** Also in a silence without an end: recognisers gather memory until they are restarted. */
const RESTART_AT_LEAST_EVERY_SAMPLES = 60 * ENGINE_SAMPLE_RATE_HZ;

interface Waiting {
  readonly samples: Int16Array;
  /** Speaker time of the first sample. */
  readonly firstSample: number;
  /** Silence in a hole, which nobody misses. */
  readonly madeUp: boolean;
}

/**
 * One speaker: voice activity and recogniser on the same audio, in speaker time.
 *
 * {@link push} only queues; {@link step} computes one piece, so that whoever owns several streams can take turns.
 */
export class ListeningStream {
  readonly #detector: VoiceDetector;
  readonly #recogniser: RecogniserStream | undefined;
  readonly #language: string;
  readonly #onEvent: (event: ListeningEvent) => void;
  readonly #unbroken: UnbrokenSpeech;
  readonly #waiting: Waiting[] = [];
  #waitingSamples = 0;
  /** Nothing waited at least once, or what waited too long was left out. */
  #caughtUp = false;
  /** Next sample expected from outside, speaker time; undefined before the first. */
  #expected: number | undefined;
  readonly #window = new Float32Array(VOICE_WINDOW_SAMPLES);
  #filled = 0;
  #voiced = false;
  #channelsBusy = false;
  /** Speaker time after the last sample heard. */
  #heard = 0;
  readonly #timeline = new FedTimeline();
  readonly #quietness = new Quietness();
  #gate: SpeechGateState = quiet;
  #segment = 0;
  /** Where speech began, by voice activity. */
  #startedAt = 0;
  #words: TimedWord[] = [];
  /** The recogniser was given audio since {@link #words} was read. */
  #wordsAreNew = true;
  #padded = false;
  #lastReading = '';
  #lastToldSample = 0;
  #computeMs = 0;
  #quietSince = 0;
  #restartedAt = 0;

  /**
   * @param recogniser undefined when nobody understands the speaker's language: voice activity is still reported
   * @param unbroken where speech without a pause is cut
   */
  constructor(detector: VoiceDetector, recogniser: RecogniserStream | undefined, language: string, onEvent: (event: ListeningEvent) => void, unbroken: UnbrokenSpeech = readMeanwhile) {
    this.#detector = detector;
    this.#recogniser = recogniser;
    this.#language = language;
    this.#onEvent = onEvent;
    this.#unbroken = unbroken;
  }

  /** As {@link SpeechStream.push}. */
  push(firstSample: number, samples: Int16Array, channelsBusy = false): number {
    this.#channelsBusy = channelsBusy;
    this.#expected ??= firstSample;
    const hole = firstSample - this.#expected;
    const fresh = hole < 0 ? samples.subarray(-hole) : samples;
    if (fresh.length === 0) return 0;
    if (hole > 0) {
      const fill = Math.min(hole, LONGEST_FILL_SAMPLES, this.#mayWait - this.#waitingSamples - fresh.length);
      if (fill > 0) this.#enqueue({ samples: new Int16Array(fill), firstSample: this.#expected, madeUp: true });
    }
    this.#enqueue({ samples: fresh, firstSample: Math.max(firstSample, this.#expected), madeUp: false });
    this.#expected = Math.max(firstSample, this.#expected) + fresh.length;
    if (this.#waitingSamples <= this.#mayWait) return 0;
    this.#caughtUp = true;
    return this.#leaveOut(this.#waitingSamples - KEPT_SAMPLES);
  }

  get #mayWait(): number {
    return this.#caughtUp ? MAX_WAITING_SAMPLES : MAX_WAITING_AT_FIRST_SAMPLES;
  }

  /** Audio that waits to be heard, milliseconds. */
  get waitingMs(): number {
    return this.#waitingSamples / ENGINE_SAMPLES_PER_MS;
  }

  /** Whether {@link step} has anything to do. */
  get busy(): boolean {
    return this.#waitingSamples > 0;
  }

  /** Computes what fits into a window of voice activity, 32 ms of audio at the most (about 3 ms of work). */
  step(): void {
    const next = this.#takeOldest(VOICE_WINDOW_SAMPLES - this.#filled);
    this.#caughtUp ||= !this.busy;
    if (next) this.#hear(Float32Array.from(next.samples, (sample) => sample / 32_768), next.firstSample);
  }

  /** Ends the current segment, if any, as if the speaker had stopped, and hands the engines back. */
  close(): void {
    if (this.#gate.kind === 'speech') this.#follow(quiet, { type: 'stopped', atSample: this.#heard, heardSample: this.#heard });
    this.#detector.close();
  }

  #enqueue(waiting: Waiting): void {
    this.#waiting.push(waiting);
    this.#waitingSamples += waiting.samples.length;
  }

  /** The oldest that waits, `mostSamples` of it at the most. */
  #takeOldest(mostSamples: number): Waiting | undefined {
    const oldest = this.#waiting.shift();
    if (!oldest) return undefined;
    const { samples, firstSample, madeUp } = oldest;
    const taken = samples.subarray(0, mostSamples);
    if (taken.length < samples.length) this.#waiting.unshift({ samples: samples.subarray(taken.length), firstSample: firstSample + taken.length, madeUp });
    this.#waitingSamples -= taken.length;
    return { samples: taken, firstSample, madeUp };
  }

  /** Throws the oldest `samples` away, and puts a silence in their place. @returns how many of them somebody had said */
  #leaveOut(samples: number): number {
    const from = this.#waiting[0]!.firstSample;
    let said = 0;
    for (let left = samples; left > 0; ) {
      const oldest = this.#takeOldest(left)!;
      left -= oldest.samples.length;
      if (!oldest.madeUp) said += oldest.samples.length;
    }
    const silence = new Int16Array(Math.min(samples, SILENCE_FOR_LEFT_OUT_SAMPLES));
    this.#waiting.unshift({ samples: silence, firstSample: from, madeUp: true });
    this.#waitingSamples += silence.length;
    return said;
  }

  #hear(piece: Float32Array, firstSample: number): void {
    this.#feed(piece, firstSample);
    this.#quietness.hear(piece);
    this.#heard = firstSample + piece.length;
    this.#window.set(piece, this.#filled);
    this.#filled += piece.length;
    if (this.#filled === VOICE_WINDOW_SAMPLES) {
      this.#filled = 0;
      this.#voiced = this.#detector.hears(this.#window);
    }
    const { loudSamples } = this.#quietness;
    // Who reads whole segments wants them whole: there the detector alone decides.
    const quietSamples = this.#recogniser ? this.#quietness.quietSamples : 0;
    const pausing = this.#gate.kind === 'speech' && quietSamples >= PAUSE_SAMPLES;
    if (pausing && !this.#padded) this.#pad();
    if (quietSamples === 0) this.#padded = false;

    const openEnded = pausing && isOpenEnded(this.#read().at(-1)?.text, this.#language);
    const [next, event] = stepSpeechGate(this.#gate, { heardSample: this.#heard, voiced: this.#voiced, quietSamples, loudSamples, openEnded, channelsBusy: this.#channelsBusy }, this.#unbroken);
    this.#follow(next, event);
    if (this.#gate.kind === 'speech') this.#tell({ final: false, pausing, spokenUntil: this.#heard - quietSamples });
    else this.#forgetStrayWords();
  }

  #feed(piece: Float32Array, firstSample: number): void {
    if (!this.#recogniser) return;
    const startedAt = performance.now();
    this.#timeline.feed(firstSample, piece.length);
    this.#recogniser.feed(piece);
    this.#wordsAreNew = true;
    this.#computeMs += performance.now() - startedAt;
  }

  /**
   * Draws out what the recogniser still holds back, by a moment of made-up silence: it hears the pause as somewhat longer than it
   * is, and the last word is there 100 ms earlier.
   */
  #pad(): void {
    this.#padded = true;
    if (!this.#recogniser) return;
    const startedAt = performance.now();
    this.#recogniser.feed(new Float32Array(PADDING_SAMPLES));
    this.#timeline.pad(PADDING_SAMPLES);
    this.#wordsAreNew = true;
    this.#computeMs += performance.now() - startedAt;
  }

  #follow(next: SpeechGateState, event: SpeechGateEvent | undefined): void {
    if (event?.type === 'started') {
      this.#startedAt = event.atSample;
      this.#onEvent(event);
    }
    if (event?.type === 'stopped') {
      this.#onEvent(event);
      if (!this.#padded) this.#pad();
      this.#tell({ final: true, pausing: true, spokenUntil: event.atSample });
      this.#restart();
      this.#segment += 1;
      this.#lastReading = '';
      this.#computeMs = 0;
      this.#quietSince = this.#heard;
    }
    this.#gate = next;
  }

  /** The words of the current segment, in speaker time. */
  #read(): readonly TimedWord[] {
    if (!this.#recogniser || !this.#wordsAreNew) return this.#words;
    this.#wordsAreNew = false;
    const startedAt = performance.now();
    const from = this.#gate.kind === 'speech' ? this.#gate.from - WORD_BEFORE_SPEECH_SAMPLES : 0;
    const words = this.#recogniser.words();
    this.#words = words
      .filter((word, index) => !this.#saidAgain(word, words[index + 1]))
      .map((word) => Object.assign({}, word, { startSample: this.#timeline.toHeard(word.startSample), endSample: Math.min(this.#timeline.toHeard(word.endSample), this.#heard) }))
      .filter((word) => word.endSample >= from);
    this.#computeMs += performance.now() - startedAt;
    return this.#words;
  }

  /**
   * What looked like a pause was inside a word ("con-", then "conference"), or right behind one that the recogniser then hears
   * twice: drawn out by padding (a word may be placed in it), the first of the two is not one that was said.
   */
  #saidAgain(word: TimedWord, next: TimedWord | undefined): boolean {
    return next !== undefined && next.text.startsWith(word.text) && this.#timeline.paddedBetween(word.startSample - PADDING_SAMPLES, next.startSample);
  }

  /** A reading that is not plausible yet is not told: nothing is shown or committed of it, unless it becomes so. */
  #tell({ final, pausing, spokenUntil }: { readonly final: boolean; readonly pausing: boolean; readonly spokenUntil: number }): void {
    if (!this.#recogniser) {
      // That a segment is over is told also where nobody understands it.
      if (final) this.#onEvent({ type: 'hypothesis', segment: this.#segment, words: [], final, refused: false, pausing, heardSample: this.#heard, computeMs: 0 });
      return;
    }
    const read = this.#read();
    const reading = `${pausing ? '.' : ''}${read.map((word) => word.text).join(' ')}`;
    const repeated = reading === this.#lastReading && (pausing || this.#heard - this.#lastToldSample < REPEAT_SAMPLES);
    if (!final && repeated) return;
    const heard = { language: this.#language, speechSamples: spokenUntil - this.#startedAt, reads: 'stream' } as const;
    const words = plausibleWords({ words: read, confidence: confidenceOf(read) }, heard).map(({ text, startSample, endSample }): HypothesisWord => ({ text, startSample, endSample }));
    const refused = read.length > 0 && words.length === 0;
    if (refused && !final) return;
    this.#lastReading = reading;
    this.#lastToldSample = this.#heard;
    this.#onEvent({ type: 'hypothesis', segment: this.#segment, words, final, refused, pausing, heardSample: this.#heard, computeMs: this.#computeMs });
  }

  #restart(): void {
    this.#recogniser?.restart();
    this.#restartedAt = this.#heard;
    this.#timeline.forget();
    this.#words = [];
  }

  #forgetStrayWords(): void {
    if (!this.#recogniser || this.#heard - this.#quietSince < FORGET_STRAY_AFTER_SAMPLES) return;
    this.#quietSince = this.#heard;
    this.#computeMs = 0;
    if (this.#recogniser.words().length > 0 || this.#heard - this.#restartedAt >= RESTART_AT_LEAST_EVERY_SAMPLES) this.#restart();
  }
}
