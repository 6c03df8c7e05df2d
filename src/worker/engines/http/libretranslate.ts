import { z } from 'zod';
import { HttpFailure } from './http-failure.ts';

/** What a LibreTranslate server translates: targets by source. */
export type LibreLanguages = ReadonlyMap<string, ReadonlySet<string>>;

const Languages = z.array(z.object({ code: z.string(), targets: z.array(z.string()).optional() }));
const Translated = z.object({ translatedText: z.string() });

/** @throws HttpFailure it is not LibreTranslate's list */
export function readLibreLanguages(answer: unknown): LibreLanguages {
  const parsed = Languages.safeParse(answer);
  if (!parsed.success) throw new HttpFailure('does not list its languages as LibreTranslate does; check that it is one', { fatal: true });
  const codes = parsed.data.map(({ code }) => code);
  return new Map(parsed.data.map(({ code, targets }) => [code, new Set((targets ?? codes).filter((target) => target !== code))]));
}

/** The body of `POST /translate`. The key travels in it: LibreTranslate knows no header for it. */
export function libreBody(text: string, { source, target }: { source: string; target: string }, key: string | undefined): string {
  return JSON.stringify({ q: text, source, target, format: 'text', ...(key !== undefined && { api_key: key }) });
}

/** @throws HttpFailure there is no translation in it */
export function readLibreTranslation(answer: unknown): string {
  const parsed = Translated.safeParse(answer);
  if (!parsed.success) throw new HttpFailure('answers without a translation; check that it is LibreTranslate');
  return parsed.data.translatedText;
}
