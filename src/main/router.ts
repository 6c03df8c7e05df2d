import type { Router } from '@orpc/server';
import type { Contract } from '../shared/contract/index.ts';
import type { CallContext } from './call-context.ts';

/** Every procedure of the contract, implemented; needs a {@link CallContext} for each call. */
export type HostRouter = Router<Contract, CallContext>;
