import { ENGINE_SAMPLE_RATE_HZ, type HypothesisWord } from './protocol.ts';
import type { RecogniserStream } from './recogniser.ts';
import { quiet, type SpeechGateEvent, type SpeechGateState, stepSpeechGate } from './speech-gate.ts';
import { VOICE_WINDOW_SAMPLES, type VoiceDetector } from './voice-activity.ts';

/** What a stream has to say, in the order in which it became known. A `hypothesis` with `final` follows its `stopped`. */
export type ListeningEvent =
  | SpeechGateEvent
  | {
      readonly type: 'hypothesis';
      readonly segment: number;
      readonly words: HypothesisWord[];
      readonly final: boolean;
      readonly heardSample: number;
      readonly computeMs: number;
    };

/** Longest hole in a stream that is filled in full; a longer one is entered by so much silence and then skipped. */
const LONGEST_FILL_SAMPLES = 2 * ENGINE_SAMPLE_RATE_HZ;
/** Audio that may wait to be decoded. What does not fit is lost like a hole: being late for ever is worse. */
const MAX_WAITING_SAMPLES = 10 * ENGINE_SAMPLE_RATE_HZ;
/** A word understood before the gate opened belongs to the segment when it ended this late. */
const WORD_BEFORE_SPEECH_SAMPLES = 0.5 * ENGINE_SAMPLE_RATE_HZ;
/** Stray words (a cough, music) are forgotten when it was quiet for so long. */
const FORGET_STRAY_AFTER_SAMPLES = ENGINE_SAMPLE_RATE_HZ;

interface Waiting {
  readonly samples: Int16Array;
  /** Speaker time of the first sample. */
  readonly firstSample: number;
}

/**
 * One speaker: voice activity and recogniser on the same windows, in speaker time.
 *
 * {@link push} only queues; {@link step} computes one window, so that whoever owns several streams can take turns.
 */
export class ListeningStream {
  readonly #detector: VoiceDetector;
  readonly #recogniser: RecogniserStream | undefined;
  readonly #onEvent: (event: ListeningEvent) => void;
  readonly #waiting: Waiting[] = [];
  #waitingSamples = 0;
  /** Next sample expected from outside, speaker time; undefined before the first. */
  #expected: number | undefined;
  readonly #window = new Float32Array(VOICE_WINDOW_SAMPLES);
  #filled = 0;
  /** Speaker time of the last sample in the window. */
  #heard = 0;
  /** Samples fed to the recogniser, which counts on its own. */
  #fed = 0;
  #gate: SpeechGateState = quiet;
  #segment = 0;
  #lastReading = '';
  #computeMs = 0;
  #quietSince = 0;

  /** @param recogniser undefined when nobody understands the speaker's language: voice activity is still reported. */
  constructor(detector: VoiceDetector, recogniser: RecogniserStream | undefined, onEvent: (event: ListeningEvent) => void) {
    this.#detector = detector;
    this.#recogniser = recogniser;
    this.#onEvent = onEvent;
  }

  /** @returns samples that were thrown away because too many wait, normally 0 */
  push(firstSample: number, samples: Int16Array): number {
    this.#expected ??= firstSample;
    const hole = firstSample - this.#expected;
    const fresh = hole < 0 ? samples.subarray(-hole) : samples;
    if (fresh.length === 0) return 0;
    if (this.#waitingSamples + fresh.length > MAX_WAITING_SAMPLES) return fresh.length;
    if (hole > 0) {
      const fill = Math.min(hole, LONGEST_FILL_SAMPLES, MAX_WAITING_SAMPLES - this.#waitingSamples - fresh.length);
      if (fill > 0) this.#enqueue({ samples: new Int16Array(fill), firstSample: this.#expected });
    }
    this.#enqueue({ samples: fresh, firstSample: Math.max(firstSample, this.#expected) });
    this.#expected = Math.max(firstSample, this.#expected) + fresh.length;
    return 0;
  }

  /** Whether {@link step} has anything to do. */
  get busy(): boolean {
    return this.#filled + this.#waitingSamples >= VOICE_WINDOW_SAMPLES;
  }

  /** Computes one window (32 ms of audio, about 3 ms of work). */
  step(): void {
    while (this.#filled < VOICE_WINDOW_SAMPLES) {
      const next = this.#waiting.shift();
      if (!next) return;
      const take = Math.min(next.samples.length, VOICE_WINDOW_SAMPLES - this.#filled);
      for (let index = 0; index < take; index++) this.#window[this.#filled + index] = next.samples[index]! / 32_768;
      this.#filled += take;
      this.#waitingSamples -= take;
      this.#heard = next.firstSample + take;
      if (take < next.samples.length) this.#waiting.unshift({ samples: next.samples.subarray(take), firstSample: this.#heard });
    }
    this.#filled = 0;
    this.#hear();
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

  #hear(): void {
    const startedAt = performance.now();
    this.#recogniser?.feed(this.#window);
    this.#fed += VOICE_WINDOW_SAMPLES;
    this.#computeMs += performance.now() - startedAt;

    const [next, event] = stepSpeechGate(this.#gate, this.#detector.hears(this.#window), this.#heard);
    this.#follow(next, event);
    if (this.#gate.kind === 'speech') this.#read(false);
    else this.#forgetStrayWords();
  }

  #follow(next: SpeechGateState, event: SpeechGateEvent | undefined): void {
    if (event?.type === 'started') this.#onEvent(event);
    if (event?.type === 'stopped') {
      this.#onEvent(event);
      // The model looks ahead 70 ms and the shortest pause, with the time the detector takes to see it, is about 290 ms: the last word has been decoded by now.
      this.#read(true);
      this.#recogniser?.restart();
      this.#segment += 1;
      this.#lastReading = '';
      this.#computeMs = 0;
      this.#quietSince = this.#heard;
    }
    this.#gate = next;
  }

  #read(final: boolean): void {
    if (!this.#recogniser) return;
    const startedAt = performance.now();
    const from = this.#gate.kind === 'speech' ? this.#gate.from - WORD_BEFORE_SPEECH_SAMPLES : 0;
    const offset = this.#heard - this.#fed;
    const words = this.#recogniser
      .words()
      .map((word) => ({ text: word.text, startSample: word.startSample + offset, endSample: word.endSample + offset }))
      .filter((word) => word.endSample >= from);
    this.#computeMs += performance.now() - startedAt;
    const reading = words.map((word) => word.text).join(' ');
    if (!final && reading === this.#lastReading) return;
    this.#lastReading = reading;
    this.#onEvent({ type: 'hypothesis', segment: this.#segment, words, final, heardSample: this.#heard, computeMs: this.#computeMs });
  }

  #forgetStrayWords(): void {
    if (!this.#recogniser || this.#heard - this.#quietSince < FORGET_STRAY_AFTER_SAMPLES) return;
    this.#quietSince = this.#heard;
    this.#computeMs = 0;
    if (this.#recogniser.words().length > 0) this.#recogniser.restart();
  }
}
