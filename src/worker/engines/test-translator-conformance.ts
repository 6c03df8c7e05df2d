import { describe, expect, test } from 'vitest';
import type { Translator } from './translator.ts';

/** A translator that is ready for one pair, with sentences and what must be in their translations. */
export interface TranslatorUnderTest {
  readonly translator: Translator;
  readonly source: string;
  readonly target: string;
  readonly sentences: ReadonlyArray<readonly [text: string, translated: RegExp]>;
  /** A pair that it does not have. */
  readonly unknown: readonly [source: string, target: string];
}

const never = new AbortController().signal;

/** The promises of every translator. */
export function describeTranslator(name: string, open: () => Promise<TranslatorUnderTest>): void {
  describe(`${name} as a translator`, () => {
    test('says what it is, and names its way', async () => {
      const { translator, source, target } = await open();
      expect(await translator.check()).toEqual({ ok: true, message: translator.about });
      expect(translator.trouble).toBeUndefined();
      expect(translator.ready(source, target)).toBe(true);
      const route = translator.route(source, target)!;
      expect([route[0], route.at(-1)]).toEqual([source, target]);
    });

    test('sentences asked at once keep their own translation, ready to be shown', async () => {
      const { translator, source, target, sentences } = await open();
      const translated = await Promise.all(sentences.map(([text]) => translator.translate(text, source, target, never)));
      for (const [index, { text, computeMs }] of translated.entries()) {
        expect(text).toMatch(sentences[index]![1]);
        expect(text).toBe(text.trim());
        expect(text[0]).toBe(text[0]!.toLocaleUpperCase(target));
        expect(computeMs).toBeGreaterThanOrEqual(0);
      }
    });

    test('stops when cancelled, before and while it works, and serves the next', async () => {
      const { translator, source, target, sentences } = await open();
      const [[text, translated]] = sentences as [readonly [string, RegExp]];
      await expect(translator.translate(text, source, target, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
      const abort = new AbortController();
      const cancelled = translator.translate(`${text} again`, source, target, abort.signal);
      abort.abort();
      await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
      expect((await translator.translate(text, source, target, never)).text).toMatch(translated);
    });

    test('nothing translated is nothing', async () => {
      const { translator, source, target } = await open();
      expect((await translator.translate('  ', source, target, never)).text).toBe('');
    });

    test('refuses a pair that it does not have, in words', async () => {
      const { translator, unknown } = await open();
      const [source, target] = unknown;
      expect(translator.route(source, target)).toBeUndefined();
      expect(translator.ready(source, target)).toBe(false);
      await expect(translator.translate('hello', source, target, never)).rejects.toMatchObject({ code: 'LANGUAGE_UNKNOWN', message: translator.missing(source, target) });
    });
  });
}
