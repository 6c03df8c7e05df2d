import { AppError } from '../../shared/app-error.ts';
import { installPaths } from '../install-paths.ts';
import { parseFlags, USAGE } from './parse-flags.ts';
import { runWebHost } from './run.ts';

/** Time in which everything must be closed after the first signal, milliseconds; children get TERM, grace and KILL within it. */
const SHUTDOWN_BUDGET_MS = 15_000;
/** Signals this close together are one: a terminal sends Ctrl+C to every process of the group, and a parent passes it on. */
const SAME_SIGNAL_MS = 500;
const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const complain = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Closes in order at the first signal and at once at the second; never later than the budget. */
function closeOnSignal(running: AsyncDisposable): void {
  let closingSinceMs: number | undefined;
  const close = (signal: NodeJS.Signals): void => {
    if (closingSinceMs !== undefined) {
      if (performance.now() - closingSinceMs < SAME_SIGNAL_MS) return;
      complain('Closing at once.');
      process.exit(EXIT_FAILED);
    }
    closingSinceMs = performance.now();
    say(signal === 'SIGINT' ? 'Closing the console … (again to close at once)' : 'Closing the console …');
    setTimeout(() => {
      complain(`Not everything closed within ${SHUTDOWN_BUDGET_MS / 1_000} s; the next start cleans up.`);
      process.exit(EXIT_FAILED);
    }, SHUTDOWN_BUDGET_MS).unref();
    running[Symbol.asyncDispose]().then(
      () => process.exit(0),
      (thrown: unknown) => {
        complain(`Some parts did not close: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
        process.exit(EXIT_FAILED);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, close);
}

try {
  const flags = parseFlags(process.argv.slice(2));
  if (flags.help) say(USAGE);
  else {
    const running = await runWebHost(flags, installPaths(import.meta.dirname), say);
    if (running) closeOnSignal(running);
  }
} catch (thrown) {
  const error = AppError.from(thrown);
  complain(error.message);
  process.exitCode = error.code === 'INVALID_INPUT' ? EXIT_USAGE : EXIT_FAILED;
}
