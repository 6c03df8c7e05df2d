import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { SOUND_RATE_HZ } from '../sound/pcm.ts';
import { Resampler } from '../sound/resampler.ts';
import type { EngineHostClient } from './engine-host-client.ts';

/** What is to be said. `rate`: 1 is the voice's own pace. */
export interface SpeechRequest {
  readonly text: string;
  readonly language: string;
  readonly rate: number;
}

type Sink = (samples: Int16Array) => void;

/**
 * Text being synthesised from the moment of construction; keeps the audio until somebody wants it, at the channels' 48 kHz: it is
 * converted as it comes, piece by piece, because a whole clause at once would hold up the writer of the channels.
 */
export class Speech {
  /** Settles when the voice has said everything and all of it was handed over or kept; rejects as `EngineHostClient.synthesise` does. */
  readonly finished: Promise<void>;
  #waiting: Int16Array[] = [];
  #sink: Sink | undefined;
  #resampler: Resampler | undefined;
  #firstAudioMs: number | undefined;
  #audioMs = 0;
  #failed = false;

  constructor(engine: EngineHostClient, { text, language, rate }: SpeechRequest, signal: AbortSignal) {
    this.finished = engine.synthesise(text, language, rate, (samples, sampleRateHz) => this.#take(samples, sampleRateHz), signal).then(() => {
      if (this.#resampler) this.#hand(this.#resampler.flush());
    });
    // Speech that nobody comes to want may fail unheard.
    this.finished.catch(() => (this.#failed = true));
  }

  /** Its voice failed before it had said everything. */
  get failed(): boolean {
    return this.#failed;
  }

  /** When the first audio came, monotonic milliseconds. */
  get firstAudioMs(): number | undefined {
    return this.#firstAudioMs;
  }

  /** Audio made so far, milliseconds. */
  get audioMs(): number {
    return this.#audioMs;
  }

  /** Hands over what there is, and from now on every piece as it comes, in order. Once. */
  pour(sink: Sink): void {
    this.#sink = sink;
    for (const samples of this.#waiting.splice(0)) sink(samples);
  }

  #take(samples: Int16Array, sampleRateHz: number): void {
    this.#firstAudioMs ??= nowMs();
    this.#audioMs += (samples.length * 1000) / sampleRateHz;
    if (sampleRateHz === SOUND_RATE_HZ) return this.#hand(samples);
    this.#resampler ??= new Resampler(sampleRateHz, SOUND_RATE_HZ);
    this.#hand(this.#resampler.push(samples));
  }

  #hand(samples: Int16Array): void {
    if (this.#sink) this.#sink(samples);
    else this.#waiting.push(samples);
  }
}
