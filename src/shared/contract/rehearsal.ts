import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { LanguageTag } from '../language.ts';
import { RehearsalReport } from '../rehearsal-report.ts';
import { command, stream } from './define.ts';

export const RehearsalView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('idle'), lastReport: RehearsalReport.optional() }),
  /** `step` says in words what is being prepared. */
  z.object({ kind: z.literal('preparing'), room: z.string(), step: z.string(), done: z.number(), total: z.number() }),
  z.object({
    kind: z.literal('running'),
    room: z.string(),
    startedAtMs: z.number(),
    /** Undefined: until stopped. */
    seconds: z.number().optional(),
    line: z.object({ index: z.number().int(), total: z.number().int(), speaker: z.string(), text: z.string() }).optional(),
    /** Interim figures, renewed every few seconds. */
    report: RehearsalReport.optional(),
  }),
  z.object({ kind: z.literal('stopping'), room: z.string() }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);
export type RehearsalView = z.output<typeof RehearsalView>;

/** Languages in which a synthetic interpreter has sentences and a voice, by their base tag. */
export const INTERPRETER_LANGUAGES = ['ca', 'de', 'es', 'fr', 'it', 'pt'] as const;
export type InterpreterLanguage = (typeof INTERPRETER_LANGUAGES)[number];

/** Seconds without which an interpreter cannot take the channel in each of its three ways: by muting, falling silent and dropping out. */
export const INTERPRETER_SECONDS_MIN = 60;

/** Which of them speaks to the listeners of `tag` (`pt` for `pt-BR`); undefined: none. */
export function interpreterLanguage(tag: string): InterpreterLanguage | undefined {
  const [base] = tag.split('-');
  return INTERPRETER_LANGUAGES.find((language) => language === base);
}

export const RehearsalRequest = z
  .object({
    languages: z.array(LanguageTag).min(1, 'Choose at least one language').max(16),
    /** Own script, one line a sentence, `A: …` or `B: …`; absent: the bundled event script. */
    script: z.string().max(20_000).optional(),
    /** Absent: reads the script again and again until stopped. */
    seconds: z.number().int().min(10).max(7_200).optional(),
    /** One of `languages`: a synthetic interpreter takes and leaves this channel on a schedule. Absent: machines only. */
    interpreter: LanguageTag.optional(),
  })
  .superRefine(({ languages, seconds, interpreter }, context) => {
    if (interpreter === undefined) return;
    const refuse = (message: string): void => context.addIssue({ code: 'custom', path: ['interpreter'], message });
    if (!languages.includes(interpreter)) refuse(`The interpreter works into ${interpreter}, which is not among the languages of this rehearsal. Add it, or choose another.`);
    else if (interpreterLanguage(interpreter) === undefined) refuse(`There is no synthetic interpreter for ${interpreter}. There are: ${INTERPRETER_LANGUAGES.join(', ')}.`);
    if (seconds !== undefined && seconds < INTERPRETER_SECONDS_MIN) refuse(`A rehearsal with an interpreter takes at least ${INTERPRETER_SECONDS_MIN} seconds.`);
  });
export type RehearsalRequest = z.output<typeof RehearsalRequest>;

export const rehearsalContract = {
  watch: stream('viewer', { keep: 'latest' }).output(eventIterator(RehearsalView)),
  /** The bundled event script, as text. */
  script: command('viewer').output(z.object({ text: z.string() })),
  /** Launches a room of its own with synthetic speakers and a probe. @throws CONFLICT (one runs) INVALID_INPUT SCRIPT_EMPTY LANGUAGE_UNKNOWN SFU_UNREACHABLE */
  start: command('operator').input(RehearsalRequest).output(z.object({ room: z.string() })),
  /** Lets a speaker say a sentence of the operator's. @throws NOT_FOUND no rehearsal runs */
  say: command('operator')
    .input(z.object({ text: z.string().trim().min(1, 'Type a sentence first').max(500, 'A sentence has 500 characters at most') }))
    .output(z.object({})),
  /** Ends it and closes its room; resolves with the final report. @throws NOT_FOUND */
  stop: command('operator').output(z.object({ report: RehearsalReport.optional() })),
};
