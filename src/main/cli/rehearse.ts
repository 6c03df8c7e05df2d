import { readFile } from 'node:fs/promises';
import { AppError } from '../../shared/app-error.ts';
import { drop } from '../../shared/drop.ts';
import type { RehearsalRequest } from '../../shared/contract/rehearsal.ts';
import type { RehearsalReport } from '../../shared/rehearsal-report.ts';
import type { RehearsalService } from '../services/rehearsal/rehearsal-service.ts';
import { parseScript } from '../services/rehearsal/script.ts';
import { BAD_INPUT } from './bad-input.ts';
import { CLI_ACTOR, openCliHost } from './cli-host.ts';
import type { Command } from './parse-command.ts';
import { reportTable } from './report-table.ts';

/**
 * Runs one rehearsal and prints its report: progress on standard error, the table or the JSON on standard output.
 * Resolves with the exit code: 0 go, 1 no-go. What cannot be rehearsed at all (no server, a channel that does not come up) is
 * a no-go as well, with its reason in the report.
 *
 * @throws INVALID_INPUT SCRIPT_EMPTY LANGUAGE_UNKNOWN what was asked cannot be done; nothing is printed here, see {@link badInputReport}
 * @param interrupted aborts when the user wants to stop: the report so far is printed all the same
 */
export async function rehearse({ seconds, languages, json, scriptPath, interpreter }: Extract<Command, { kind: 'rehearse' }>, interrupted: AbortSignal): Promise<number> {
  const script = scriptPath === undefined ? undefined : await readScript(scriptPath);
  // Nothing is started for a script that cannot be read.
  if (script !== undefined) parseScript(script);
  const report = await run({ languages: [...languages], seconds, ...(script !== undefined && { script }), ...(interpreter !== undefined && { interpreter }) }, interrupted).catch((thrown: unknown) => notRehearsed(AppError.from(thrown)));
  print(report, json);
  return report.verdict === 'go' ? 0 : 1;
}

async function run(request: RehearsalRequest, interrupted: AbortSignal): Promise<RehearsalReport> {
  process.stderr.write('Starting a LiveKit server and the engines …\n');
  await using host = await openCliHost();
  const { rehearsal } = host.services;
  await rehearsal.start(request, CLI_ACTOR);
  drop(narrate(rehearsal), () => undefined);
  const stop = (): void => drop(rehearsal.stop(), () => undefined);
  interrupted.addEventListener('abort', stop, { once: true });
  if (interrupted.aborted) stop();
  return (await rehearsal.outcome()).report;
}

/** The report of a rehearsal that did not take place. @throws `error` when it is the caller's to put right, or a bug */
function notRehearsed(error: AppError): RehearsalReport {
  if (error.code === 'INTERNAL' || BAD_INPUT.has(error.code)) throw error;
  return noGo(error.message);
}

/** What a rehearsal with `args` that cannot be done prints on standard output: a no-go for whoever asked for JSON; undefined: nothing. */
export function badInputReport(args: readonly string[], { code, message }: AppError): string | undefined {
  return BAD_INPUT.has(code) && args.includes('rehearse') && args.includes('--json') ? JSON.stringify(noGo(message)) : undefined;
}

const noGo = (reason: string): RehearsalReport => ({ verdict: 'no-go', reasons: [reason], seconds: 0, floor: { segments: 0 }, languages: {}, processes: {} });

function print(report: RehearsalReport, json: boolean): void {
  process.stdout.write(`${json ? JSON.stringify(report) : reportTable(report)}\n`);
}

/** What happens, a line each, on standard error. */
async function narrate({ view }: RehearsalService): Promise<void> {
  let last = '';
  for await (const now of view.watch()) {
    const line = now.kind === 'preparing' ? `${now.step} (${now.done}/${now.total} channels up)` : now.kind === 'running' && now.line ? `${now.line.speaker}: ${now.line.text}` : '';
    if (line !== '' && line !== last) process.stderr.write(`${line}\n`);
    last = line;
    if (now.kind === 'stopping') process.stderr.write('The last translations arrive …\n');
  }
}

async function readScript(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new AppError('INVALID_INPUT', `The script ${path} cannot be read. Check the path; it must be a text file, a sentence a line.`, { cause });
  }
}
