import { ORPCError } from '@orpc/server';
import { z } from 'zod';
import { AppError } from '../../shared/app-error.ts';

const Issues = z.object({
  issues: z.array(z.object({ message: z.string(), path: z.array(z.unknown()).optional() })).min(1),
});

/** Any failure of a procedure, with its name: an {@link AppError} as it is, bad input as `INVALID_INPUT`, all else `INTERNAL` with its cause. */
export function appErrorOf(thrown: unknown): AppError {
  if (!(thrown instanceof ORPCError)) return AppError.from(thrown);
  const issues = Issues.safeParse(thrown.data).data?.issues.map(({ message, path }) => ({ path: pathText(path), message }));
  if (thrown.code === 'BAD_REQUEST' && issues) {
    const message = issues.map((issue) => (issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`)).join('; ');
    return new AppError('INVALID_INPUT', `This was not accepted, and nothing was changed. ${message}`, { details: { issues } });
  }
  return AppError.from(thrown);
}

/** `error` as oRPC carries it: code, message and details, and neither stack nor cause. */
export function travelling(error: AppError): ORPCError<string, { details?: Readonly<Record<string, unknown>> } | undefined> {
  return new ORPCError(error.code, { message: error.message, data: error.details && { details: error.details } });
}

/** `languages.0` for `['languages', 0]`; a path element may also be `{ key }` (standard schema). */
function pathText(path: readonly unknown[] | undefined): string {
  return (path ?? []).map((part) => String(typeof part === 'object' && part !== null && 'key' in part ? part.key : part)).join('.');
}
