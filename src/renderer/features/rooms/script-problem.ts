const MAX_LINE_CHARACTERS = 500;
const MAX_SCRIPT_CHARACTERS = 20_000;

/** What would make the host refuse a script, with the number of the line (from 1) where it is. */
export type ScriptProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'too-long'; readonly characters: number; readonly limit: number }
  | { readonly kind: 'line-too-long'; readonly line: number; readonly characters: number; readonly limit: number }
  | { readonly kind: 'no-words'; readonly line: number };

/** The first problem of an own script, or undefined. The host decides; this spares the way there while typing. */
export function scriptProblem(text: string): ScriptProblem | undefined {
  if (text.length > MAX_SCRIPT_CHARACTERS) return { kind: 'too-long', characters: text.length, limit: MAX_SCRIPT_CHARACTERS };
  let sentences = 0;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const sentence = line.replace(/^[AB]\s*:\s*/, '');
    if (sentence.length > MAX_LINE_CHARACTERS) return { kind: 'line-too-long', line: index + 1, characters: sentence.length, limit: MAX_LINE_CHARACTERS };
    if (!/[\p{L}\p{N}]/u.test(sentence)) return { kind: 'no-words', line: index + 1 };
    sentences += 1;
  }
  return sentences === 0 ? { kind: 'empty' } : undefined;
}
