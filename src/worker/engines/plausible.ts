import { phantom } from './phantom-phrases.ts';
import { ENGINE_SAMPLE_RATE_HZ } from './protocol.ts';
import type { TimedWord, Transcript } from './recogniser.ts';

/** Whisper's own limits for "nobody spoke" (openai/whisper, `transcribe`). */
const NO_SPEECH_PROB = 0.6;
const UNSURE_LOG_PROB = -1;
/** So unsure that the words are guesses, whatever else it says. */
const GUESSED_LOG_PROB = -1.5;
/** A doubtful phrase counts only where the recogniser was surer than this: one that hears a stream does not make phrases up … */
const DOUBTFUL_LOG_PROB = { segments: -0.5, stream: UNSURE_LOG_PROB } as const;
/** … and, of whole segments, the stretch longer: "thank you" takes half a second. */
const DOUBTFUL_SEC = 0.45;
/** Nobody says more words a second; auctioneers reach 8. */
const MOST_WORDS_PER_SEC = 9;
/** Shorter stretches are clicks and knocks: "no" takes 200 ms. */
const SHORTEST_SPEECH_SEC = 0.12;
/**
 * One or two letters in so much speech for each are a laugh or a moan ("a" in 2 s of laughter). Words of one or two letters said
 * alone take 0.38 s a letter at most (measured, espeak-ng voices at 150 words a minute).
 */
const LONGEST_LETTER_SEC = 0.7;

export interface Heard {
  readonly language: string;
  /** From where voice activity saw speech begin to where it ended, or paused last, samples. */
  readonly speechSamples: number;
  /** What a recogniser of whole segments makes up is often a phrase, one that hears a stream makes up short words. */
  readonly reads: 'segments' | 'stream';
}

/** Whether a stretch is long enough to hold a word at all. */
export const longEnough = (speechSamples: number): boolean => speechSamples >= SHORTEST_SPEECH_SEC * ENGINE_SAMPLE_RATE_HZ;

/**
 * The words of a transcript, or none where they are what a recogniser makes up on noise, music and silence. Of a reading that
 * still grows it says what is plausible so far: a reading that is not may become it with its next word.
 */
export function plausibleWords({ words, confidence }: Transcript, { language, speechSamples, reads }: Heard): readonly TimedWord[] {
  const { meanLogProb, noSpeechProb } = confidence;
  const seconds = speechSamples / ENGINE_SAMPLE_RATE_HZ;
  if (noSpeechProb !== undefined && noSpeechProb > NO_SPEECH_PROB && (meanLogProb === undefined || meanLogProb < UNSURE_LOG_PROB)) return [];
  if (meanLogProb !== undefined && meanLogProb < GUESSED_LOG_PROB) return [];
  if (words.length > 4 && words.length > MOST_WORDS_PER_SEC * seconds) return [];
  const text = words.map((word) => word.text).join(' ');
  if (reads === 'stream' && (!longEnough(speechSamples) || tooSlow(text, seconds))) return [];
  switch (phantom(text, language)) {
    case 'never':
      return [];
    case 'doubtful':
      return (reads === 'stream' || seconds >= DOUBTFUL_SEC) && (meanLogProb ?? 0) > DOUBTFUL_LOG_PROB[reads] && (noSpeechProb ?? 0) <= NO_SPEECH_PROB ? words : [];
    default:
      return words;
  }
}

/** A digit may stand for a long word, and so may a letter that is no letter of an alphabet. */
function tooSlow(text: string, seconds: number): boolean {
  const letters = text.replaceAll(/[^\p{L}\p{N}]/gu, '');
  return /^\p{Script=Latin}{1,2}$/u.test(letters) && seconds >= LONGEST_LETTER_SEC * letters.length;
}
