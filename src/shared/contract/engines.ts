import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { EngineId, EngineSpec } from '../engine-spec.ts';
import { command, stream } from './define.ts';

/** An engine that the user set up. Its key is write-only: no procedure returns it. */
export const EngineView = z.object({ spec: EngineSpec, hasKey: z.boolean() });
export type EngineView = z.output<typeof EngineView>;

/** `key`: absent keeps what is stored, empty forgets it. */
const EngineEntry = z.object({ spec: EngineSpec, key: z.string().trim().max(2_000, 'A key has 2000 characters at most').optional() });
export type EngineEntry = z.output<typeof EngineEntry>;

export const enginesContract = {
  /** The user's engines in the order in which they are asked, again after every change. */
  list: stream('viewer', { keep: 'latest' }).output(eventIterator(z.array(EngineView))),
  /**
   * Adds an engine at the end, or replaces the one of its id. Rooms take it up when they are launched. A key stays with the
   * address for which it was entered: for another address it is entered again. @throws INVALID_INPUT
   */
  save: command('operator').input(EngineEntry).output(EngineView),
  /** Forgets the engine and its key. @throws NOT_FOUND */
  remove: command('operator').input(z.object({ id: EngineId })).output(z.object({})),
  /** Loads its model or asks its server, without saving anything; says in words what is wrong. @throws INVALID_INPUT PROCESS_GAVE_UP */
  test: command('operator').input(EngineEntry).output(z.object({ ok: z.boolean(), message: z.string() })),
};
