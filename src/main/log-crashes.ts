import type { Logger } from 'pino';

/**
 * Writes the failure that is about to end this process into its log, with its stack, before it ends as it would have: the
 * standard error of a desktop program goes nowhere, and the log is what people send. Returns the function that stops it.
 */
export function logCrashes(log: Logger): () => void {
  const write = (thrown: unknown, origin: NodeJS.UncaughtExceptionOrigin): void =>
    log.fatal({ err: thrown, origin }, 'a bug ends this console; its workers end with it, and the next start brings the rooms back');
  process.on('uncaughtExceptionMonitor', write);
  return () => process.off('uncaughtExceptionMonitor', write);
}
