import { AppError } from '../../shared/app-error.ts';
import { BAD_INPUT } from './bad-input.ts';
import { bench } from './bench.ts';
import { parseCommand, USAGE } from './parse-command.ts';
import { badInputReport, rehearse } from './rehearse.ts';

/** Sooner than this, a second signal is the same one: a terminal and a parent both send it, and libraries that clean up on exit send it again. */
const SAME_INTERRUPT_MS = 1_000;

/** The first interrupt asks for the end and the report so far; the second ends at once. */
function interrupts(): AbortSignal {
  const interrupted = new AbortController();
  let firstAtMs = 0;
  const take = (): void => {
    if (interrupted.signal.aborted) {
      if (Date.now() - firstAtMs > SAME_INTERRUPT_MS) process.exit(130);
      return;
    }
    firstAtMs = Date.now();
    process.stderr.write('\nStopping; the report so far follows. Once more ends at once.\n');
    interrupted.abort();
  };
  process.on('SIGINT', take);
  process.on('SIGTERM', take);
  return interrupted.signal;
}

async function main(args: readonly string[]): Promise<number> {
  const command = parseCommand(args);
  if (command.kind === 'rehearse') return rehearse(command, interrupts());
  if (command.kind === 'bench') return bench(command, interrupts());
  process.stdout.write(USAGE);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (thrown) {
  const error = AppError.from(thrown);
  process.stderr.write(`${error.message}\n`);
  const report = badInputReport(process.argv.slice(2), error);
  if (report !== undefined) process.stdout.write(`${report}\n`);
  // Thrown as it is, or carried on as the cause of an INTERNAL.
  const bug = error.cause ?? thrown;
  if (error.code === 'INTERNAL') process.stderr.write(`${bug instanceof Error ? bug.stack : String(bug)}\n`);
  process.exitCode = BAD_INPUT.has(error.code) ? 2 : 1;
}
