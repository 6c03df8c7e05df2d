import { drop } from '../../shared/drop.ts';
import { TimeLimit } from '../../shared/node/time-limit.ts';
import { type ListeningEvent, ListeningStream } from './listening-stream.ts';
import { longEnough, plausibleWords } from './plausible.ts';
import { ENGINE_SAMPLE_RATE_HZ, type HypothesisWord } from './protocol.ts';
import type { Transcript } from './recogniser.ts';
import { SpeakerMemory } from './speaker-memory.ts';
import { readAtItsEnd, readMeanwhile } from './speech-gate.ts';
import type { VoiceDetector } from './voice-activity.ts';

/** Sound around a segment that goes with it: voice activity sees speech begin late, and a soft end of a word too early. */
const MARGIN_SAMPLES = 0.2 * ENGINE_SAMPLE_RATE_HZ;
/** New speech after which a growing segment is read again, where interim text is wanted. */
const INTERIM_EVERY_SAMPLES = ENGINE_SAMPLE_RATE_HZ;
/** A segment that waits for a slow recogniser while the speaker goes on for so long is given up: a listener no longer knows what was meant, and the {@link SpeakerMemory} would forget its beginning. */
const MAX_BEHIND_SAMPLES = 12 * ENGINE_SAMPLE_RATE_HZ;

export interface SegmentListeningOptions {
  /** What the speaker speaks. */
  readonly language: string;
  readonly detector: VoiceDetector;
  readonly interim: boolean;
  readonly transcribe: (samples: Int16Array, signal: AbortSignal) => Promise<Transcript>;
  readonly onEvent: (event: ListeningEvent) => void;
  /** A segment has no words because the recogniser failed, or was too slow (`undefined`). */
  readonly onLost: (thrown: unknown) => void;
}

interface Job {
  readonly segment: number;
  readonly final: boolean;
  readonly from: number;
  readonly to: number;
  /** Of it, what voice activity took for speech. */
  readonly speechSamples: number;
  readonly heardSample: number;
  /**
   * Given up; waits for its turn all the same, because whoever hears that it has no words hears nothing older any more. No more
   * of them wait than segments end while one is read, which every recogniser limits in time.
   */
  lost: boolean;
}

/**
 * One speaker whose recogniser reads whole stretches of speech: cuts them by voice activity alone (a {@link ListeningStream}
 * with a recogniser is helped by the level, which is some 100 ms sooner), without a pause after 8 s or, where interim text is wanted, 25 s, has each read, and reports in
 * the same events and the same order. A segment that could not be read ends with a final hypothesis without words, so that
 * nothing after it waits.
 */
export class SegmentListening {
  readonly #options: SegmentListeningOptions;
  readonly #listening: ListeningStream;
  readonly #memory = new SpeakerMemory();
  readonly #closing = new AbortController();
  readonly #waiting: Job[] = [];
  #running: { readonly job: Job; readonly abort: AbortController } | undefined;
  #segment = 0;
  /** Where the open segment begins; undefined in silence. */
  #from: number | undefined;
  #startedAt = 0;
  #lastCut = 0;
  #readUntil = 0;
  #pushedUntil = 0;

  constructor(options: SegmentListeningOptions) {
    this.#options = options;
    this.#listening = new ListeningStream(options.detector, undefined, options.language, (event) => this.#follow(event), options.interim ? readMeanwhile : readAtItsEnd);
  }

  /** As {@link ListeningStream.push}. */
  push(firstSample: number, samples: Int16Array): number {
    this.#memory.write(firstSample, samples);
    this.#pushedUntil = firstSample + samples.length;
    return this.#listening.push(firstSample, samples);
  }

  /** As {@link ListeningStream.waitingMs}: of voice activity, not of what waits to be read. */
  get waitingMs(): number {
    return this.#listening.waitingMs;
  }

  get busy(): boolean {
    return this.#listening.busy;
  }

  step(): void {
    this.#listening.step();
    this.#readAgain();
  }

  /** Gives up what is being read and what waits for it. */
  close(): void {
    this.#closing.abort();
    this.#listening.close();
  }

  #follow(event: ListeningEvent): void {
    if (event.type === 'hypothesis') return;
    this.#options.onEvent(event);
    if (event.type === 'started') {
      this.#from = Math.max(this.#lastCut, event.atSample - MARGIN_SAMPLES);
      this.#startedAt = event.atSample;
      this.#readUntil = event.atSample;
      return;
    }
    const from = this.#from ?? event.atSample;
    this.#lastCut = Math.min(event.heardSample, event.atSample + MARGIN_SAMPLES);
    this.#enqueue({ segment: this.#segment, final: true, from, to: this.#lastCut, speechSamples: event.atSample - this.#startedAt, heardSample: event.heardSample, lost: false });
    this.#segment += 1;
    this.#from = undefined;
  }

  /** Interim text, only while the recogniser has nothing better to do. */
  #readAgain(): void {
    const heard = this.#pushedUntil;
    if (!this.#options.interim || this.#from === undefined || this.#running || heard - this.#readUntil < INTERIM_EVERY_SAMPLES) return;
    this.#readUntil = heard;
    this.#enqueue({ segment: this.#segment, final: false, from: this.#from, to: heard, speechSamples: heard - this.#startedAt, heardSample: heard, lost: false });
  }

  #enqueue(job: Job): void {
    if (this.#closing.signal.aborted) return;
    // The final reading of a segment makes an interim one of it pointless.
    if (job.final && this.#running?.job.final === false) this.#running.abort.abort();
    this.#waiting.push(job);
    this.#giveUpLate();
    this.#next();
  }

  #giveUpLate(): void {
    for (const job of this.#waiting) {
      if (job.lost || this.#pushedUntil - job.to <= MAX_BEHIND_SAMPLES) continue;
      job.lost = true;
      this.#options.onLost(undefined);
    }
  }

  #next(): void {
    if (this.#running) return;
    this.#giveUpLate();
    const job = this.#waiting.shift();
    if (!job) return;
    if (job.lost) {
      this.#tell(job, [], 0);
      return this.#next();
    }
    const abort = new AbortController();
    this.#running = { job, abort };
    const either = new TimeLimit([abort.signal, this.#closing.signal]);
    drop(
      this.#read(job, either.signal).finally(() => {
        either.release();
        this.#running = undefined;
        this.#next();
      }),
      this.#options.onLost,
    );
  }

  async #read(job: Job, signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    const { samples, firstSample } = this.#memory.read(job.from, job.to);
    const { language, transcribe } = this.#options;
    const { speechSamples } = job;
    try {
      if (!longEnough(speechSamples)) return this.#tell(job, [], 0);
      const transcript = await transcribe(samples, signal);
      if (signal.aborted) return;
      const words = plausibleWords(transcript, { language, speechSamples, reads: 'segments' });
      const refused = words.length === 0 && transcript.words.length > 0;
      // Not plausible yet: the final reading decides.
      if (refused && !job.final) return;
      const placed = words.map(({ text, startSample, endSample }) => ({ text, startSample: startSample + firstSample, endSample: endSample + firstSample }));
      this.#tell(job, placed, performance.now() - startedAt, refused);
    } catch (thrown) {
      if (signal.aborted || !job.final) return;
      // Before the final reading, after which nobody may listen any more.
      this.#options.onLost(thrown);
      this.#tell(job, [], performance.now() - startedAt);
    }
  }

  #tell({ segment, final, heardSample }: Job, words: HypothesisWord[], computeMs: number, refused = false): void {
    this.#options.onEvent({ type: 'hypothesis', segment, words, final, refused, pausing: false, heardSample, computeMs });
  }
}
