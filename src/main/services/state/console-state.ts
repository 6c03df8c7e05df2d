import { z } from 'zod';
import { LocalNodeConfig, RemoteNodeConfig } from '../../../shared/contract/nodes.ts';
import { RehearsalRequest } from '../../../shared/contract/rehearsal.ts';
import { RoomPlan } from '../../../shared/contract/rooms.ts';
import type { StateFile } from './state-file.ts';

/** What the console remembers between two starts, beside the user's settings. No secret is in it. */
export const ConsoleState = z.object({
  nodes: z
    .object({
      /** Which node is in use. */
      mode: z.enum(['local', 'remote']).default('local'),
      /** Ports the user chose; absent: the default ports, or free ones when they are taken. */
      local: LocalNodeConfig.optional(),
      remote: RemoteNodeConfig.omit({ apiSecret: true }).optional(),
    })
    .prefault({}),
  /** Rooms that were live, to be brought back. */
  rooms: z.array(z.object({ plan: RoomPlan, createdAtMs: z.number() })).default([]),
  /**
   * `running`: it ends only with the program, and goes on with the next start. `ended`: the user stopped it, or its time was
   * up. `never`: no rehearsal has been started here yet.
   */
  rehearsal: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('never') }),
      z.object({ kind: z.literal('running'), request: RehearsalRequest }),
      z.object({ kind: z.literal('ended') }),
    ])
    .default({ kind: 'never' }),
  /** The operator has launched something of their own. */
  used: z.boolean().default(false),
});
export type ConsoleState = z.output<typeof ConsoleState>;

/** The one file that holds it. */
export type ConsoleStateFile = StateFile<ConsoleState>;
