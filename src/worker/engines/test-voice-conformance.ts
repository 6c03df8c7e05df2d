import { describe, expect, test } from 'vitest';
import type { SpeechChunk, Synthesiser } from './synthesiser.ts';

/** An open voice. */
export interface VoiceUnderTest {
  readonly synthesiser: Synthesiser;
  readonly language: string;
  readonly short: string;
  /** At least twice as long. */
  readonly long: string;
  /** A language that it does not speak. */
  readonly unknown: string;
}

const never = new AbortController().signal;
const AUDIBLE = 64;

/** The promises of every voice. */
export function describeVoice(name: string, open: () => Promise<VoiceUnderTest>): void {
  const say = async ({ synthesiser, language }: VoiceUnderTest, text: string): Promise<SpeechChunk[]> => {
    const chunks: SpeechChunk[] = [];
    await synthesiser.speak(language, { text, rate: 1 }, (chunk) => chunks.push(chunk), never);
    return chunks;
  };
  const seconds = (chunks: readonly SpeechChunk[]): number => chunks.reduce((sum, { samples, sampleRateHz }) => sum + samples.length / sampleRateHz, 0);

  describe(`${name} as a voice`, () => {
    test('says what it is, and what it can say', async () => {
      const { synthesiser, language, unknown } = await open();
      expect((await synthesiser.check()).ok).toBe(true);
      expect([synthesiser.speaks(language), synthesiser.ready(language), synthesiser.speaks(unknown)]).toEqual([true, true, false]);
    });

    test('is audible from the first sample, and a longer text takes longer', async () => {
      const under = await open();
      const short = await say(under, under.short);
      expect(short[0]!.samples.subarray(0, 200).some((sample) => Math.abs(sample) > AUDIBLE)).toBe(true);
      expect(new Set(short.map((chunk) => chunk.sampleRateHz)).size).toBe(1);
      expect(seconds(await say(under, under.long))).toBeGreaterThan(1.5 * seconds(short));
    });

    test('hands nothing over after it was cancelled, and serves the next', async () => {
      const under = await open();
      const { synthesiser, language, long } = under;
      const abort = new AbortController();
      let chunks = 0;
      const speaking = synthesiser.speak(language, { text: long.repeat(10), rate: 1 }, () => {
        chunks += 1;
        abort.abort();
      }, abort.signal);
      await expect(speaking).rejects.toMatchObject({ name: 'AbortError' });
      expect(chunks).toBe(1);
      expect((await say(under, under.short)).length).toBeGreaterThan(0);
    });

    test('nothing said is no sound', async () => {
      const under = await open();
      expect(await say(under, ' ')).toEqual([]);
    });

    test('refuses a language that it does not speak, in words', async () => {
      const { synthesiser, unknown } = await open();
      await expect(synthesiser.open(unknown)).rejects.toMatchObject({ code: 'LANGUAGE_UNKNOWN', message: synthesiser.missing(unknown) });
      await expect(synthesiser.speak(unknown, { text: 'no', rate: 1 }, () => expect.fail('it spoke'), never)).rejects.toMatchObject({ code: 'LANGUAGE_UNKNOWN' });
    });
  });
}
