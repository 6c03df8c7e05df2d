import type { OnlineRecognizer, OnlineStream } from 'sherpa-onnx-node';
import { ENGINE_SAMPLE_RATE_HZ } from '../protocol.ts';
import type { RecogniserStream, TimedWord } from '../recogniser.ts';
import { timedWords } from './timed-words.ts';

/**
 * The library keeps the features of everything a stream ever heard, also through its `reset`: 32 kB a second, measured as
 * 108 MB an hour and speaker. A stream that has heard this much is therefore exchanged for a new one where it is restarted.
 */
const RENEW_AFTER_SAMPLES = 60 * ENGINE_SAMPLE_RATE_HZ;

/** One speaker in a streaming model of sherpa-onnx. */
export class SherpaStream implements RecogniserStream {
  readonly #recogniser: OnlineRecognizer;
  #stream: OnlineStream;
  /** Samples that were given to the streams before this one, and to this one. */
  #before = 0;
  #fed = 0;

  constructor(recogniser: OnlineRecognizer) {
    this.#recogniser = recogniser;
    this.#stream = recogniser.createStream();
  }

  feed(samples: Float32Array): void {
    this.#stream.acceptWaveform({ samples, sampleRate: ENGINE_SAMPLE_RATE_HZ });
    this.#fed += samples.length;
    while (this.#recogniser.isReady(this.#stream)) this.#recogniser.decode(this.#stream);
  }

  words(): TimedWord[] {
    const { tokens, timestamps, start_time: startSec, ys_probs: logProbs } = this.#recogniser.getResult(this.#stream);
    const words = timedWords(tokens, timestamps, startSec, logProbs);
    return this.#before === 0 ? words : words.map((word) => Object.assign(word, { startSample: word.startSample + this.#before, endSample: word.endSample + this.#before }));
  }

  restart(): void {
    if (this.#fed < RENEW_AFTER_SAMPLES) return this.#recogniser.reset(this.#stream);
    this.#stream = this.#recogniser.createStream();
    this.#before += this.#fed;
    this.#fed = 0;
  }
}
