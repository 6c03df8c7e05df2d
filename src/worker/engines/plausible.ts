import { phantom } from './phantom-phrases.ts';
import { ENGINE_SAMPLE_RATE_HZ } from './protocol.ts';
import type { TimedWord, Transcript } from './recogniser.ts';

/** Whisper's own limits for "nobody spoke" (openai/whisper, `transcribe`). */
const NO_SPEECH_PROB = 0.6;
const UNSURE_LOG_PROB = -1;
/** So unsure that the words are guesses, whatever else it says. */
const GUESSED_LOG_PROB = -1.5;
/** A doubtful phrase counts only where the recogniser was surer than this … */
const DOUBTFUL_LOG_PROB = -0.5;
/** … and the stretch longer: "thank you" takes half a second. */
const DOUBTFUL_SEC = 0.45;
/** Nobody says more words a second; auctioneers reach 8. */
const MOST_WORDS_PER_SEC = 9;
/** Shorter stretches are clicks and knocks: "no" takes 200 ms. */
const SHORTEST_SPEECH_SEC = 0.12;

export interface Heard {
  readonly language: string;
  /** From where voice activity saw speech begin to where it ended, samples. */
  readonly speechSamples: number;
}

/** Whether a stretch is long enough to hold a word at all. */
export const longEnough = (speechSamples: number): boolean => speechSamples >= SHORTEST_SPEECH_SEC * ENGINE_SAMPLE_RATE_HZ;

/** The words of a transcript, or none where they are what a recogniser makes up on noise, music and silence. */
export function plausibleWords({ words, confidence }: Transcript, { language, speechSamples }: Heard): readonly TimedWord[] {
  const { meanLogProb, noSpeechProb } = confidence;
  const seconds = speechSamples / ENGINE_SAMPLE_RATE_HZ;
  if (noSpeechProb !== undefined && noSpeechProb > NO_SPEECH_PROB && (meanLogProb === undefined || meanLogProb < UNSURE_LOG_PROB)) return [];
  if (meanLogProb !== undefined && meanLogProb < GUESSED_LOG_PROB) return [];
  if (words.length > 4 && words.length > MOST_WORDS_PER_SEC * seconds) return [];
  switch (phantom(words.map((word) => word.text).join(' '), language)) {
    case 'never':
      return [];
    case 'doubtful':
      return seconds >= DOUBTFUL_SEC && (meanLogProb ?? 0) > DOUBTFUL_LOG_PROB && (noSpeechProb ?? 0) <= NO_SPEECH_PROB ? words : [];
    default:
      return words;
  }
}
