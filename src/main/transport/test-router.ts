import { eventIterator } from '@orpc/contract';
import { implement, withEventMeta } from '@orpc/server';
import { z } from 'zod';
import { AppError } from '../../shared/app-error.ts';
import { command, stream } from '../../shared/contract/define.ts';
import type { CallContext } from '../call-context.ts';
import { EventLog } from '../services/streams/event-log.ts';
import { LatestValue } from '../services/streams/latest-value.ts';

/** A contract with one procedure for each promise that a transport makes. */
export const testContract = {
  greet: command('viewer').input(z.object({ name: z.string().min(1, 'Give a name').max(10) })).output(z.object({ text: z.string(), actor: z.string() })),
  change: command('operator').output(z.object({ done: z.boolean() })),
  foreseen: command('viewer').output(z.object({})),
  bug: command('viewer').output(z.object({})),
  slow: command('viewer').output(z.object({})),
  count: stream('viewer', { keep: 'latest' }).output(eventIterator(z.object({ n: z.number() }))),
  log: stream('viewer', { keep: 'last', count: 1_000 }).output(eventIterator(z.array(z.number()))),
  breaks: stream('viewer', { keep: 'last', count: 10 }).output(eventIterator(z.object({ n: z.number() }))),
  busy: stream('viewer', { keep: 'latest' }).output(eventIterator(z.object({ n: z.number(), padding: z.string() }))),
};

/** What a test sees of the services behind the router. */
export interface TestServices {
  /** Generators that have begun and not ended. */
  active: number;
  /** Values that the transport pulled from `busy`. */
  pulled: number;
  readonly latest: LatestValue<{ n: number }>;
  readonly log: EventLog<number>;
}

/** Services that have done nothing yet. */
export function createTestServices(): TestServices {
  return { active: 0, pulled: 0, latest: new LatestValue({ n: 0 }), log: new EventLog<number>({ capacity: 1_000 }) };
}

/** Implements {@link testContract} on the streams that the real services use. */
export function createTestRouter(services: TestServices) {
  const os = implement(testContract).$context<CallContext>();
  async function* counted<T>(source: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
    services.active += 1;
    try {
      yield* source;
    } finally {
      services.active -= 1;
    }
  }
  return os.router({
    greet: os.greet.handler(({ input, context }) => ({ text: `hello ${input.name}`, actor: context.actor })),
    change: os.change.handler(() => ({ done: true })),
    foreseen: os.foreseen.handler(() => {
      throw new AppError('PORT_TAKEN', 'Port 7880 is taken', { details: { port: 7880 }, cause: new Error('secret cause') });
    }),
    bug: os.bug.handler(() => {
      throw new TypeError('secret cause');
    }),
    slow: os.slow.handler(
      ({ signal }) =>
        new Promise((_resolve, reject) => {
          services.active += 1;
          signal?.addEventListener('abort', () => {
            services.active -= 1;
            reject(new Error('aborted'));
          });
        }),
    ),
    count: os.count.handler(({ signal }) => counted(services.latest.watch({ signal }))),
    log: os.log.handler(({ signal, lastEventId }) =>
      counted(
        (async function* () {
          for await (const batch of services.log.follow({ signal, lastEventId })) yield withEventMeta([...batch.values], { id: batch.id });
        })(),
      ),
    ),
    breaks: os.breaks.handler(() =>
      counted(
        (async function* () {
          yield { n: 1 };
          throw new AppError('SFU_UNREACHABLE', 'The media server is gone', { details: { n: 1 } });
        })(),
      ),
    ),
    busy: os.busy.handler(({ signal }) =>
      counted(
        (async function* () {
          // Always has a newer value, as fast as it is asked.
          const padding = 'x'.repeat(1_000);
          for (;;) {
            if (signal?.aborted) return;
            services.pulled += 1;
            yield { n: services.pulled, padding };
            await new Promise((resolve) => setImmediate(resolve));
          }
        })(),
      ),
    ),
  });
}
