import { parseArgs } from 'node:util';
import { AppError } from '../../shared/app-error.ts';
import { INTERPRETER_LANGUAGES, INTERPRETER_SECONDS_MIN, interpreterLanguage } from '../../shared/contract/rehearsal.ts';
import { LanguageTag } from '../../shared/language.ts';
import { isKnownLanguage } from '../services/rooms/known-language.ts';

const LANGUAGES_MAX = 16;

/** What the command line was asked to do. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'rehearse'; readonly seconds: number; readonly languages: readonly string[]; readonly json: boolean; readonly scriptPath: string | undefined; readonly interpreter: string | undefined }
  | { readonly kind: 'bench'; readonly bench: 'live' | 'languages'; readonly seconds: number; readonly json: boolean }
  | { readonly kind: 'bench'; readonly bench: 'soak'; readonly minutes: number; readonly json: boolean };

type Rehearse = Extract<Command, { kind: 'rehearse' }>;

/** What `--help` prints. */
export const USAGE = `Usage: npm run rehearse -- [--seconds 60] [--languages es,ca,pt,fr] [--script file] [--interpreter es] [--json]
       npm run bench -- live|languages [--seconds 40] [--json]
       npm run bench -- soak [--minutes 30] [--json]

  rehearse   synthetic speakers, the real pipeline, a probe that measures: go (exit 0) or no-go (exit 1);
             2: what was asked cannot be done
    --seconds <n>        how long they read, 10 to 7200 (60)
    --languages <tags>   channels, BCP 47 tags (es,ca,pt,fr)
    --script <file>      text to read instead of the bundled one, a sentence a line, "A: …" or "B: …"
    --interpreter <tag>  a synthetic interpreter takes and leaves this channel, which is added when --languages lacks it;
                         from 60 seconds on (${INTERPRETER_LANGUAGES.join(', ')})
  bench live       measures the live path with 1, 4 and 8 languages
  bench languages  what 1, 4, 8 and 16 languages cost, and what gives first
    --seconds <n>        how long each measurement reads, 10 to 600 (40)
  bench soak       unbroken speech in 4 languages: whether delay, queues and memory hold (exit 0) or not (exit 1)
    --minutes <n>        how long, 2 to 120 (30)
  --json     the last thing on standard output is one JSON object
`;

/** @throws INVALID_INPUT or LANGUAGE_UNKNOWN, in words */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const [name, ...rest] = positionals;
  if (values.help || name === undefined) return { kind: 'help' };
  const json = values.json ?? false;
  switch (name) {
    case 'rehearse':
      nothingMore(rest);
      if (values.minutes !== undefined) throw new AppError('INVALID_INPUT', 'A rehearsal takes --seconds, not --minutes.');
      return rehearsal({ seconds: secondsOf(values.seconds ?? '60', 7_200), languages: languagesOf(values.languages ?? 'es,ca,pt,fr'), json, scriptPath: values.script, interpreter: values.interpreter });
    case 'bench': {
      nothingMore(rest.slice(1));
      return benchCommand(rest[0], values, json);
    }
    default:
      throw new AppError('INVALID_INPUT', `There is no command "${name}". There are: rehearse, bench.`);
  }
}

/** @throws INVALID_INPUT */
function benchCommand(bench: string | undefined, values: ReturnType<typeof parse>['values'], json: boolean): Command {
  if (bench !== 'live' && bench !== 'languages' && bench !== 'soak') {
    const named = bench === undefined ? 'without a name' : `"${bench}"`;
    throw new AppError('INVALID_INPUT', `There is no bench ${named}. There are: live, languages, soak.`);
  }
  if (values.languages !== undefined || values.script !== undefined || values.interpreter !== undefined) {
    throw new AppError('INVALID_INPUT', 'The bench chooses languages and script itself, so that its figures can be compared. Leave out --languages, --script and --interpreter.');
  }
  if (bench !== 'soak') {
    if (values.minutes !== undefined) throw new AppError('INVALID_INPUT', `The bench ${bench} takes --seconds, not --minutes.`);
    return { kind: 'bench', bench, seconds: secondsOf(values.seconds ?? '40', 600), json };
  }
  if (values.seconds !== undefined) throw new AppError('INVALID_INPUT', 'The bench soak takes --minutes, not --seconds.');
  return { kind: 'bench', bench, minutes: wholeNumber('--minutes', values.minutes ?? '30', 2, 120), json };
}

/** Adds the interpreter's channel. @throws INVALID_INPUT or LANGUAGE_UNKNOWN */
function rehearsal(asked: Omit<Rehearse, 'kind'>): Rehearse {
  if (asked.interpreter === undefined) return { kind: 'rehearse', ...asked };
  const [interpreter] = languagesOf(asked.interpreter, '--interpreter', 1);
  if (interpreter === undefined || interpreterLanguage(interpreter) === undefined) {
    throw new AppError('INVALID_INPUT', `There is no synthetic interpreter for "${asked.interpreter}". There are: ${INTERPRETER_LANGUAGES.join(', ')}.`);
  }
  if (asked.seconds < INTERPRETER_SECONDS_MIN) throw new AppError('INVALID_INPUT', `With --interpreter, --seconds is at least ${INTERPRETER_SECONDS_MIN}, not ${asked.seconds}.`);
  const languages = [...new Set([...asked.languages, interpreter])];
  if (languages.length > LANGUAGES_MAX) throw new AppError('INVALID_INPUT', `${interpreter} would be a language more than the ${LANGUAGES_MAX} that a rehearsal can have. Take another out of --languages.`);
  return { kind: 'rehearse', ...asked, languages, interpreter };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { seconds: { type: 'string' }, minutes: { type: 'string' }, languages: { type: 'string' }, script: { type: 'string' }, interpreter: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message.split('. ')[0] : String(thrown);
    throw new AppError('INVALID_INPUT', `${reason}. See --help for what can be given.`, { cause: thrown });
  }
}

function nothingMore(rest: readonly string[]): void {
  if (rest.length > 0) throw new AppError('INVALID_INPUT', `"${rest[0]}" is not understood. See --help for what can be given.`);
}

const secondsOf = (text: string, most: number): number => wholeNumber('--seconds', text, 10, most);

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d{1,5}$/.test(text) && value >= least && value <= most) return value;
  throw new AppError('INVALID_INPUT', `${option} takes a whole number from ${least} to ${most}, not "${text}".`);
}

function languagesOf(text: string, option = '--languages', most = LANGUAGES_MAX): string[] {
  const tags = text.split(',').map((tag) => tag.trim());
  const languages = tags.map((tag) => {
    const parsed = LanguageTag.safeParse(tag);
    if (!parsed.success || !isKnownLanguage(parsed.data)) throw new AppError('LANGUAGE_UNKNOWN', `"${tag}" is not a language. Give BCP 47 tags with commas between them, for example ${option} ${most === 1 ? 'pt-BR' : 'es,ca,pt-BR'}.`);
    return parsed.data;
  });
  const twice = languages.find((language, index) => languages.indexOf(language) !== index);
  if (twice !== undefined) throw new AppError('INVALID_INPUT', `${option} has ${twice} twice; each language has one channel.`);
  if (languages.length > most) throw new AppError('INVALID_INPUT', `${option} has ${languages.length} languages; a rehearsal has ${most} at most.`);
  return languages;
}
