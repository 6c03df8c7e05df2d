import type { TimedWord } from './recogniser.ts';

/** The words of `text` over a stretch of time, longer words longer: for recognisers that do not place them. */
export function spreadWords(text: string, from: number, to: number): TimedWord[] {
  const words = text.trim().split(/\s+/u).filter(Boolean);
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  let before = 0;
  return words.map((word) => {
    const startSample = Math.round(from + ((to - from) * before) / letters);
    before += word.length;
    return { text: word, startSample, endSample: Math.round(from + ((to - from) * before) / letters) };
  });
}
