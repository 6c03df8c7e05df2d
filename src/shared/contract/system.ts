import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ProcessUsage } from '../live/stats.ts';
import { command, stream } from './define.ts';

/** What happened while the user was looking elsewhere. */
export const Notice = z.object({
  id: z.number().int(),
  atMs: z.number(),
  level: z.enum(['info', 'warn', 'error']),
  /** What happened, what it means, what to do. */
  message: z.string(),
  /** Where to look, when there is a screen for it. */
  screen: z.enum(['live', 'rooms', 'network', 'nodes', 'settings']).optional(),
});
export type Notice = z.output<typeof Notice>;

export const systemContract = {
  /** Who is on the other side. Cheap; called after every reconnect. */
  info: command('viewer').output(
    z.object({
      version: z.string(),
      host: z.enum(['electron', 'web']),
      platform: z.string(),
      startedAtMs: z.number(),
      /** True until the operator has launched anything of their own: the console opens on the rehearsal and says so. */
      firstRun: z.boolean(),
    }),
  ),
  /** Notices since the console started, oldest first; resumes after a reconnect without gap or duplicate. */
  notices: stream('viewer', { keep: 'last', count: 100 }).output(eventIterator(Notice)),
  /** CPU and memory of every process of the program, every 2 s. */
  processes: stream('viewer', { keep: 'latest' }).output(eventIterator(z.array(ProcessUsage))),
};
