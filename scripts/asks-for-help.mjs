import { existsSync } from 'node:fs';

/** The options are all that is asked for, and `program`, built before, can tell them: nothing has to be set up for that. */
export const onlyAsksForHelp = (args, program) => existsSync(program) && args.some((arg) => arg === '--help' || arg === '-h');
