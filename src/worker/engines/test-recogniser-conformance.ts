import { describe, expect, test } from 'vitest';
import type { Recogniser, SegmentReader } from './recogniser.ts';

/** A loaded recogniser that reads segments, with a stretch of speech and what must be in its transcript. */
export interface RecogniserUnderTest {
  readonly recogniser: Recogniser;
  readonly language: string;
  readonly speech: Int16Array;
  readonly understood: RegExp;
  /** Another stretch, with another transcript. */
  readonly other: Int16Array;
  readonly otherUnderstood: RegExp;
}

const never = new AbortController().signal;
const text = (words: ReadonlyArray<{ text: string }>): string => words.map((word) => word.text).join(' ');

/** The promises of every recogniser that reads segments. */
export function describeSegmentRecogniser(name: string, open: () => Promise<RecogniserUnderTest>): void {
  const opened = async (): Promise<RecogniserUnderTest & { reader: SegmentReader }> => {
    const under = await open();
    const { reader } = under.recogniser;
    if (reader.reads !== 'segments') throw new Error(`${name} does not read segments`);
    return { ...under, reader };
  };

  describe(`${name} as a recogniser`, () => {
    test('says what it is, and that nothing is wrong', async () => {
      const { recogniser } = await opened();
      expect(await recogniser.check()).toEqual({ ok: true, message: recogniser.about });
      expect(recogniser.trouble).toBeUndefined();
    });

    test('places words in order, inside what was said', async () => {
      const { reader, speech, language, understood } = await opened();
      const { words } = await reader.transcribe(speech, language, never);
      expect(text(words)).toMatch(understood);
      let last = 0;
      for (const { startSample, endSample } of words) {
        expect(startSample).toBeGreaterThanOrEqual(last);
        expect(endSample).toBeGreaterThanOrEqual(startSample);
        last = startSample;
      }
      expect(words.at(-1)!.endSample).toBeLessThanOrEqual(speech.length);
    });

    test('segments asked at once keep their own words', async () => {
      const { reader, speech, other, language, understood, otherUnderstood } = await opened();
      const [first, second] = await Promise.all([reader.transcribe(speech, language, never), reader.transcribe(other, language, never)]);
      expect(text(first.words)).toMatch(understood);
      expect(text(second.words)).toMatch(otherUnderstood);
    });

    test('stops when cancelled, and serves the next', async () => {
      const { reader, speech, language, understood } = await opened();
      const abort = new AbortController();
      const cancelled = reader.transcribe(speech, language, abort.signal);
      abort.abort();
      await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
      expect(text((await reader.transcribe(speech, language, never)).words)).toMatch(understood);
    });

    test('an empty stretch has no words', async () => {
      const { reader, language } = await opened();
      expect((await reader.transcribe(new Int16Array(), language, never)).words).toEqual([]);
    });
  });
}
