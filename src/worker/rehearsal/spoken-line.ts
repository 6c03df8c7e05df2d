/** What espeak-ng tells about a word: where it stands in the text and in the sound. */
export interface WordEvent {
  readonly type: string;
  /** Counted from 1, in characters. */
  readonly text_position: number;
  /** Milliseconds. */
  readonly audio_position: number;
}

/** A word of a line in its sound. */
export interface LineWord {
  readonly text: string;
  readonly startSample: number;
  readonly endSample: number;
}

/** A line that is ready to be spoken: begins with its first audible sample and ends with its last. */
export interface SpokenLine {
  readonly samples: Int16Array;
  readonly sampleRateHz: number;
  readonly words: readonly LineWord[];
}

/** −50 dBFS: quieter than any phone of espeak-ng, louder than the tail of its filters. */
const AUDIBLE = 32_768 * 10 ** (-50 / 20);

/**
 * Cuts the silence off both ends of `samples` and finds the words of `text` in it.
 *
 * A word ends where the next one begins, or with its last audible sample when a pause follows. Text that espeak-ng passes
 * over (a lone dash) has no word; what it reads as several words (`25`) is the one written.
 */
export function spokenLine(text: string, samples: Int16Array, sampleRateHz: number, events: readonly WordEvent[]): SpokenLine {
  const first = Math.max(0, samples.findIndex((sample) => Math.abs(sample) > AUDIBLE));
  const end = lastAudible(samples, first, samples.length);
  const toSample = (ms: number): number => Math.min(end, Math.max(first, Math.round((ms * sampleRateHz) / 1000)));
  const tokens = [...text.matchAll(/\S+/g)].map((match) => ({ text: match[0], from: match.index, to: match.index + match[0].length }));

  const marks = events.filter(({ type }) => type === 'word' || type === 'end');
  const words: Array<{ token: object; text: string; startSample: number; endSample: number }> = [];
  for (const [index, mark] of marks.entries()) {
    if (mark.type !== 'word') continue;
    const token = tokens.find(({ to }) => mark.text_position - 1 < to);
    if (!token) continue;
    const startSample = toSample(mark.audio_position);
    const endSample = lastAudible(samples, startSample, toSample(marks[index + 1]?.audio_position ?? Infinity));
    const before = words.at(-1);
    if (before?.token === token) before.endSample = endSample;
    else words.push({ token, text: token.text, startSample, endSample });
  }
  return {
    samples: samples.slice(first, end),
    sampleRateHz,
    words: words.map(({ text, startSample, endSample }) => ({ text, startSample: startSample - first, endSample: endSample - first })),
  };
}

/** One past the last audible sample in the stretch; its beginning when it is silent. */
function lastAudible(samples: Int16Array, from: number, to: number): number {
  for (let index = to - 1; index > from; index--) if (Math.abs(samples[index] as number) > AUDIBLE) return index + 1;
  return from;
}
