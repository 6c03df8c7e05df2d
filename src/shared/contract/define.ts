import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errorCodes, type ErrorCode } from '../app-error.ts';

/** What a caller may do. `viewer` looks, `operator` changes. Filled in by the transport, never by the input. */
export type ViewerRole = 'viewer' | 'operator';

/** How a subscriber that falls behind is treated. There is no unbounded choice on purpose. */
export type BufferPolicy = { readonly keep: 'latest' } | { readonly keep: 'last'; readonly count: number };

/** What the router needs to know about a procedure beside its schemas. */
export interface ProcedureMeta extends Record<string, unknown> {
  readonly kind?: 'command' | 'stream';
  readonly role?: ViewerRole;
  readonly buffer?: BufferPolicy;
}

const details = z.object({ details: z.record(z.string(), z.unknown()).optional() }).optional();

/** Every code of {@link errorCodes} as a typed oRPC error, so that failures reach the caller as values. */
const errors = Object.fromEntries(Object.keys(errorCodes).map((code) => [code, { data: details }])) as {
  [K in ErrorCode]: { data: typeof details };
};

const base = oc.$meta<ProcedureMeta>({}).errors(errors);

/** A call with one answer. */
export const command = (role: ViewerRole) => base.meta({ kind: 'command', role });

/** A subscription. `latest` skips to the newest value; `last` keeps the newest `count` and drops the oldest. */
export const stream = (role: ViewerRole, buffer: BufferPolicy) => base.meta({ kind: 'stream', role, buffer });
