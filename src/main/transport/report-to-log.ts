import type { Logger } from 'pino';
import type { ReportFailure } from './serve-wire.ts';

/** Writes failures of calls to `log`: bugs as errors with their cause, foreseen failures as information. */
export function reportToLog(log: Logger): ReportFailure {
  return (procedure, error) => {
    if (error.code === 'INTERNAL') log.error({ procedure, err: error.cause ?? error }, 'a call failed unexpectedly');
    else log.info({ procedure, code: error.code }, 'a call was refused');
  };
}
