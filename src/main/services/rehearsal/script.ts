import { AppError } from '../../../shared/app-error.ts';
import type { ScriptLine } from '../../../shared/protocol/rehearsal-protocol.ts';

/** The two synthetic speakers of a rehearsal, by their letter in a script. */
export const SCRIPT_SPEAKERS = ['A', 'B'] as const;

/** Between two lines of one speaker: time to breathe, and what a speaker with interpreters is asked to leave. */
const SAME_SPEAKER_GAP_MS = 900;

/** Another speaker comes in after the first has ended … */
const NEXT_SPEAKER_GAP_MS = 900;

/** … except here: an answer begins while the question's last word is still being said, as it happens in a debate. */
const INTERRUPTION_GAP_MS = -400;

const MAX_LINE_CHARACTERS = 500;

/**
 * Reads a script: a line a sentence, `A: …` or `B: …`; a line without a letter belongs to whoever spoke last (A at first);
 * empty lines and lines that begin with `#` are passed over.
 *
 * The first change of speaker talks over the end of the line before it, so that every rehearsal has two voices at once.
 *
 * @throws SCRIPT_EMPTY when no sentence is left
 * @throws INVALID_INPUT a line is too long or has nothing to say; the message names it by number
 */
export function parseScript(text: string): ScriptLine[] {
  const lines: ScriptLine[] = [];
  let speaker: string = SCRIPT_SPEAKERS[0];
  let interrupted = false;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, letter, sentence = line] = /^([AB])\s*:\s*(.*)$/.exec(line) ?? [];
    checkSentence(sentence, index + 1);
    const changes = letter !== undefined && letter !== speaker && lines.length > 0;
    speaker = letter ?? speaker;
    const interrupts: boolean = changes && !interrupted;
    interrupted ||= interrupts;
    lines.push({ speaker, text: sentence, gapMs: interrupts ? INTERRUPTION_GAP_MS : changes ? NEXT_SPEAKER_GAP_MS : SAME_SPEAKER_GAP_MS });
  }
  if (lines.length === 0) {
    throw new AppError('SCRIPT_EMPTY', 'The script has no sentence, so the speakers would have nothing to say. Write at least one line, for example "A: Good morning, everyone."');
  }
  return lines;
}

function checkSentence(sentence: string, number: number): void {
  if (sentence.length > MAX_LINE_CHARACTERS) {
    throw new AppError('INVALID_INPUT', `Line ${number} of the script has ${sentence.length} characters; a line has ${MAX_LINE_CHARACTERS} at most. Split it into sentences, one a line.`, { details: { line: number } });
  }
  if (!/[\p{L}\p{N}]/u.test(sentence)) {
    throw new AppError('INVALID_INPUT', `Line ${number} of the script has no words to say. Write a sentence there, or delete the line.`, { details: { line: number } });
  }
}
