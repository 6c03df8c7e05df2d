import { ENGINE_SAMPLE_RATE_HZ } from '../protocol.ts';
import type { TimedWord } from '../recogniser.ts';

/** What a piece of a word lasts after its time stamp: one step of the model, 80 ms. */
const LAST_PIECE_SEC = 0.08;

/**
 * Joins the pieces of a recogniser's reading into words.
 *
 * @param tokens a piece that begins a word starts with a space or `▁`
 * @param timestamps seconds of each piece since `startSec`
 * @param startSec where the reading begins, seconds since the stream's first sample
 * @param logProbs of each piece, natural; none, or not as many as pieces: the words say nothing of it
 * @returns words in order; a word ends where its last piece ends, never after the next word's start
 */
export function timedWords(tokens: readonly string[], timestamps: readonly number[], startSec: number, logProbs: readonly number[] = []): TimedWord[] {
  const told = logProbs.length === tokens.length;
  const words: Array<{ text: string; startSec: number; endSec: number; logProbs: number[] }> = [];
  for (const [index, token] of tokens.entries()) {
    const atSec = startSec + (timestamps[index] ?? timestamps.at(-1) ?? 0);
    const piece = token.replace(/^[\s▁]+/u, '');
    const current = words.at(-1);
    if (!current || piece !== token) {
      if (current) current.endSec = Math.min(current.endSec, atSec);
      words.push({ text: piece, startSec: atSec, endSec: atSec + LAST_PIECE_SEC, logProbs: logProbs.slice(index, index + 1) });
    } else {
      current.text += piece;
      current.endSec = atSec + LAST_PIECE_SEC;
      current.logProbs.push(...logProbs.slice(index, index + 1));
    }
  }
  return words
    .filter((word) => word.text !== '')
    .map((word) => Object.assign({ text: word.text, startSample: toSamples(word.startSec), endSample: toSamples(word.endSec) }, told && { logProbs: word.logProbs }));
}

const toSamples = (seconds: number): number => Math.round(seconds * ENGINE_SAMPLE_RATE_HZ);
