import type { ErrorCode } from '../../shared/app-error.ts';

/** Failures that are the caller's to put right: exit code 2. */
export const BAD_INPUT: ReadonlySet<ErrorCode> = new Set(['INVALID_INPUT', 'LANGUAGE_UNKNOWN', 'SCRIPT_EMPTY']);
