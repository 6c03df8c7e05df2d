import type { OnlineRecognizer, OnlineStream } from 'sherpa-onnx-node';
import { ENGINE_SAMPLE_RATE_HZ } from '../protocol.ts';
import type { RecogniserStream, TimedWord } from '../recogniser.ts';
import { timedWords } from './timed-words.ts';

/** One speaker in a streaming model of sherpa-onnx. */
export class SherpaStream implements RecogniserStream {
  readonly #recogniser: OnlineRecognizer;
  readonly #stream: OnlineStream;

  constructor(recogniser: OnlineRecognizer) {
    this.#recogniser = recogniser;
    this.#stream = recogniser.createStream();
  }

  feed(samples: Float32Array): void {
    this.#stream.acceptWaveform({ samples, sampleRate: ENGINE_SAMPLE_RATE_HZ });
    while (this.#recogniser.isReady(this.#stream)) this.#recogniser.decode(this.#stream);
  }

  words(): TimedWord[] {
    const { tokens, timestamps, start_time: startSec } = this.#recogniser.getResult(this.#stream);
    return timedWords(tokens, timestamps, startSec);
  }

  restart(): void {
    this.#recogniser.reset(this.#stream);
  }
}
