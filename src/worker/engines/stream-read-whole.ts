import { setImmediate as turn } from 'node:timers/promises';
import { ENGINE_SAMPLE_RATE_HZ } from './protocol.ts';
import { confidenceOf, type StreamReader, type Transcript } from './recogniser.ts';

/** Decoded at once, samples: some 5 ms of work, between which the other speakers have their turn. */
const PIECE_SAMPLES = 0.1 * ENGINE_SAMPLE_RATE_HZ;
/** Silence that draws out what a model still holds back: more than the step and the look-ahead of any that is published. */
const PADDING_SAMPLES = 0.8 * ENGINE_SAMPLE_RATE_HZ;

/**
 * Has a stretch of speech read by a recogniser that otherwise hears while somebody speaks, so that one which reads whole segments
 * can be stood in for.
 *
 * @param samples 16 kHz mono; none have no words
 * @throws the signal's reason
 */
export async function readWhole(reader: StreamReader, samples: Int16Array, signal: AbortSignal): Promise<Transcript> {
  signal.throwIfAborted();
  if (samples.length === 0) return { words: [], confidence: {} };
  const stream = reader.openStream();
  for (let position = 0; position < samples.length; position += PIECE_SAMPLES) {
    stream.feed(Float32Array.from(samples.subarray(position, position + PIECE_SAMPLES), (sample) => sample / 32_768));
    await turn();
    signal.throwIfAborted();
  }
  stream.feed(new Float32Array(PADDING_SAMPLES));
  const words = stream.words().map((word) => Object.assign({}, word, { startSample: Math.min(word.startSample, samples.length), endSample: Math.min(word.endSample, samples.length) }));
  return { words, confidence: confidenceOf(words) };
}
