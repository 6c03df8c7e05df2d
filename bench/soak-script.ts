import type { ScriptLine } from '../src/shared/protocol/rehearsal-protocol.ts';

/** How a block of lines is read. */
const STYLES = ['plain', 'monologue', 'fast'] as const;
type Style = (typeof STYLES)[number];

/** Lines a block: some 15 s read plainly or fast, and about 40 s of monologue. */
const BLOCK_LINES: Readonly<Record<Style, number>> = { plain: 6, monologue: 12, fast: 6 };
/** The pace of a fast speaker, a product goal; the speakers' own is 150. */
export const FAST_WORDS_PER_MINUTE = 190;
/** A line of the protocol has 500 characters at most. */
const MAX_CHARACTERS = 480;
/** One line begins where the one before ends: nobody ever breathes. */
const NO_GAP_MS = 0;

/**
 * The script as unbroken speech: read again and again without a gap between lines or speakers, in turns as written, as a
 * monologue (sentences run together without the points and commas at which a voice would pause), and fast. Every line comes
 * in every style, and every stretch of two minutes has all of them, so that the beginning and the end of a long run can be compared.
 *
 * @param lines the script, not empty
 */
export function unbrokenSpeech(lines: readonly ScriptLine[]): ScriptLine[] {
  const perCycle = STYLES.reduce((sum, style) => sum + BLOCK_LINES[style], 0);
  const speakers = [...new Set(lines.map(({ speaker }) => speaker))];
  const unbroken: ScriptLine[] = [];
  let at = 0;
  let block = 0;
  // Until script and cycle end together: every line has then had every place in the cycle that it can have.
  do {
    for (const style of STYLES) {
      const texts = Array.from({ length: BLOCK_LINES[style] }, (_, index) => lines[(at + index) % lines.length]!.text);
      at += texts.length;
      const speaker = speakers[block++ % speakers.length]!;
      for (const text of style === 'monologue' ? runTogether(texts) : texts) {
        unbroken.push({ speaker, text, gapMs: NO_GAP_MS, ...(style === 'fast' && { wordsPerMinute: FAST_WORDS_PER_MINUTE }) });
      }
    }
  } while (at % lines.length !== 0 && at < perCycle * lines.length);
  return unbroken;
}

/** As few lines as possible, without anything at which a voice pauses. */
function runTogether(texts: readonly string[]): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const words = text.replaceAll(/[.,;:!?…]/g, '').trim();
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + words.length <= MAX_CHARACTERS) lines[lines.length - 1] = `${last} ${words}`;
    else lines.push(words);
  }
  return lines;
}
