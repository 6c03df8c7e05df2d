import { nowMs } from '../pipeline/clock.ts';
import type { EngineHostClient } from './engine-host-client.ts';

/** What is to be said. `rate`: 1 is the voice's own pace. */
export interface SpeechRequest {
  readonly text: string;
  readonly language: string;
  readonly rate: number;
}

type Sink = (samples: Int16Array, sampleRateHz: number) => void;

/** Text being synthesised from the moment of construction; keeps the audio until somebody wants it. */
export class Speech {
  /** Settles when the voice has said everything; rejects as `EngineHostClient.synthesise` does. */
  readonly finished: Promise<void>;
  #waiting: Array<readonly [samples: Int16Array, sampleRateHz: number]> = [];
  #sink: Sink | undefined;
  #firstAudioMs: number | undefined;

  constructor(engine: EngineHostClient, { text, language, rate }: SpeechRequest, signal: AbortSignal) {
    this.finished = engine.synthesise(text, language, rate, (samples, sampleRateHz) => this.#take(samples, sampleRateHz), signal);
    // Speech that nobody comes to want may fail unheard.
    this.finished.catch(() => undefined);
  }

  /** When the first audio came, monotonic milliseconds. */
  get firstAudioMs(): number | undefined {
    return this.#firstAudioMs;
  }

  /** Hands over what there is, and from now on every piece as it comes, in order. Once. */
  pour(sink: Sink): void {
    this.#sink = sink;
    for (const [samples, sampleRateHz] of this.#waiting.splice(0)) sink(samples, sampleRateHz);
  }

  #take(samples: Int16Array, sampleRateHz: number): void {
    this.#firstAudioMs ??= nowMs();
    if (this.#sink) this.#sink(samples, sampleRateHz);
    else this.#waiting.push([samples, sampleRateHz]);
  }
}
