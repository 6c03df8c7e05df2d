/**
 * One request in Apertium's stream format: what the format uses itself is escaped, and an empty "superblank" and a line
 * end close the text, without which the last word waits for more.
 */
export function encodeRequest(text: string): string {
  const escaped = text
    .replaceAll('\0', ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .replaceAll(/[[\]{}^$/@<>\\]/g, String.raw`\$&`);
  return `${escaped}[]\n\0`;
}

/**
 * The answer to {@link encodeRequest} of `text` as plain text: no superblanks, escapes, or marks of unknown words (`*`, `@`, `#`), and of
 * forms that are as good (`proviu/proveio`) the first. Some pairs escape the slash between them (`provinda\/provida`), as all do with one that
 * was said: a text without a slash has none in its translation.
 */
export function decodeAnswer(answer: string, text: string): string {
  const withoutForms = text.includes('/') ? /(?<!\\)\/[\p{L}\p{M}\p{N}'’-]+/gu : /\\?\/[\p{L}\p{M}\p{N}'’-]+/gu;
  return answer
    .replaceAll(/(?<!\\)\[[^\]]*\]/g, '')
    .replaceAll(/(?<!\\)[*@#](?=[\p{L}\p{N}])/gu, '')
    .replaceAll(withoutForms, '')
    .replaceAll(/\\(.)/gsu, '$1')
    .replace(/\s+/gu, ' ')
    .trim();
}
