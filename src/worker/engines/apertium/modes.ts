import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A language pair that is installed: one translation step. */
export interface ApertiumMode {
  /** Apertium's own name, `eng-spa`. */
  readonly name: string;
  /** Canonical BCP 47. */
  readonly source: string;
  readonly target: string;
  readonly file: string;
}

/**
 * The pairs in Apertium's modes folder. Names are ISO 639-3 or 639-1 with an optional variant (`es-pt_BR`,
 * `eng-cat_valencia`); spelling reforms and special domains (`eng-cat_iec2017`, `eco-es-fr`) are not languages and skipped.
 *
 * @returns sorted by name; empty when there is no such folder
 */
export async function installedModes(modesDir: string): Promise<ApertiumMode[]> {
  const files = await readdir(modesDir).catch(() => []);
  return files.sort((a, b) => a.localeCompare(b, 'en')).flatMap((file) => {
    const match = /^([a-z]{2,3})-([a-z]{2,3})(?:_([A-Z]{2}|valencia))?\.mode$/.exec(file);
    if (!match) return [];
    const source = canonical(match[1]!);
    const target = canonical(match[3] === undefined ? match[2]! : `${match[2]}-${match[3]}`);
    return source && target ? [{ name: file.slice(0, -'.mode'.length), source, target, file: join(modesDir, file) }] : [];
  });
}

/** `eng` is `en`, `cat-valencia` is `ca-valencia`. */
function canonical(code: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(code)[0];
  } catch {
    return undefined;
  }
}

/**
 * The shell command of a mode's pipeline, made to live: every stage flushes at a NUL (`-z`), unknown words stay unmarked
 * (`-n` for the generator's `$1`), the tagger's debugging option `$2` goes.
 *
 * The shell lets go of the pipeline's input and output, so that the death of any one program closes the output at once:
 * each reader's end ends the next, and nobody waits for a time-out to notice.
 */
export async function livePipeline(mode: ApertiumMode): Promise<string> {
  const [first, ...rest] = (await readFile(mode.file, 'utf8'))
    .trim()
    .split('|')
    .map((stage) => {
      const [program, ...options] = stage.trim().replaceAll(/\$1\b/g, '-n').replaceAll(/\s\$2\b/g, '').split(' ');
      return [program, '-z', ...options].join(' ');
    });
  // A background job would read from /dev/null: its input goes round through descriptor 3.
  return `exec 3<&0; ${[`${first} <&3`, ...rest].join(' | ')} & exec 3<&- <&- >&-; wait`;
}
