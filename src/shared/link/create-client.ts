import { createORPCClient, type ClientLink, type ClientOptions, getEventMeta, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { getContractRouter, isContractProcedure, type AnyContractRouter, type ContractRouterClient } from '@orpc/contract';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import { contract, type Contract } from '../contract/index.ts';
import type { ProcedureMeta } from '../contract/define.ts';
import { drop } from '../drop.ts';
import { BoundedStream } from './bounded-stream.ts';
import { peerGone, type ReconnectingLink } from './reconnecting-link.ts';

/** Every procedure of the contract as a typed function. */
export type Client = ContractRouterClient<Contract>;

type NoContext = Record<PropertyKey, never>;
type CallOptions = ClientOptions<NoContext>;

/**
 * The host's procedures over `link`, whatever the transport.
 *
 * Commands fail as {@link AppError}; without a host they fail at once with `PEER_GONE`, and so does one whose wire broke
 * before the answer: it may have been done.
 * Streams outlive the wire: they wait for the host, resume behind the last value they saw, and hold no more for a slow
 * reader than their contract says. They end by an error of the procedure, or when the reader leaves or aborts.
 */
export function createClient(link: ReconnectingLink): Client {
  return createORPCClient(createLink(link, contract));
}

/** {@link createClient} for any contract router whose procedures carry {@link ProcedureMeta}. */
export function createLink(link: ReconnectingLink, router: AnyContractRouter): ClientLink<NoContext> {
  const rpc = new RPCLink<NoContext>({ websocket: quietSocket(link) });

  /** `work`, unless the wire that is there now ends first: whatever was sent on it is not answered any more. */
  async function onThisWire<T>(work: () => Promise<T>): Promise<T> {
    const over = new AbortController();
    const lost = new Promise<never>((_, reject) => link.addEventListener('close', () => reject(peerGone()), { once: true, signal: over.signal }));
    try {
      return await Promise.race([work(), lost]);
    } finally {
      over.abort();
    }
  }

  async function command(path: readonly string[], input: unknown, options: CallOptions): Promise<unknown> {
    await link.whenSettled(options.signal ?? never);
    if (link.readyState !== 1) throw peerGone();
    const wire = link.wiresEnded;
    try {
      return await onThisWire(() => rpc.call(path, input, options));
    } catch (thrown) {
      throw failureOf(thrown, options.signal, link.wiresEnded !== wire);
    }
  }

  async function pump(path: readonly string[], input: unknown, options: CallOptions, signal: AbortSignal, into: BoundedStream<unknown>): Promise<void> {
    let { lastEventId } = options;
    for (;;) {
      await link.whenLive(signal);
      const wire = link.wiresEnded;
      try {
        const source = await onThisWire(() => rpc.call(path, input, { ...options, signal, lastEventId }));
        if (!isIterable(source)) throw new AppError('INTERNAL', 'The host answered a subscription with a single value. Page and host are of different versions; restart the console.');
        for await (const value of source) {
          lastEventId = getEventMeta(value)?.id ?? lastEventId;
          into.push(value);
        }
        return;
      } catch (thrown) {
        if (signal.aborted || link.wiresEnded === wire || thrown instanceof ORPCError) throw failureOf(thrown, signal, false);
      }
    }
  }

  function stream(path: readonly string[], input: unknown, options: CallOptions, meta: ProcedureMeta): BoundedStream<unknown> {
    const left = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal;
    const values = new BoundedStream<unknown>(meta.buffer ?? { keep: 'latest' }, () => left.abort());
    // Aborting ends the stream quietly: who aborts knows.
    drop(pump(path, input, options, signal, values).then(() => values.end()), (thrown) => values.end(signal.aborted ? undefined : thrown));
    return values;
  }

  return {
    call: async (path, input, options) => {
      const meta = metaOf(router, path);
      return meta?.kind === 'stream' ? stream(path, input, options, meta) : command(path, input, options);
    },
  };
}

/**
 * `link` as oRPC's socket, which loses what it cannot send. oRPC tells the host of an abort and lets the failure of telling
 * escape as an unhandled rejection; without a wire there is nobody to tell, and its calls have ended with it.
 */
function quietSocket(link: ReconnectingLink): Pick<WebSocket, 'readyState' | 'send' | 'addEventListener' | 'removeEventListener'> {
  return {
    readyState: 1,
    send: (text: string) => {
      if (link.readyState === 1) link.send(text);
    },
    addEventListener: link.addEventListener.bind(link),
    removeEventListener: link.removeEventListener.bind(link),
  };
}

const ErrorData = z.object({ details: z.record(z.string(), z.unknown()).optional() });

const isIterable = (value: unknown): value is AsyncIterable<unknown> => typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

const never = new AbortController().signal;

function metaOf(router: AnyContractRouter, path: readonly string[]): ProcedureMeta | undefined {
  const found = getContractRouter(router, path);
  const meta: ProcedureMeta | undefined = isContractProcedure(found) ? found['~orpc'].meta : undefined;
  return meta;
}

/** Any failure of a call as the caller sees it: what the host said, an abort as it is, a lost wire, or a bug of ours. */
function failureOf(thrown: unknown, signal: AbortSignal | undefined, wireLost: boolean): unknown {
  if (signal?.aborted || thrown instanceof AppError) return thrown;
  if (thrown instanceof ORPCError) {
    return AppError.fromJSON({ code: thrown.code, message: thrown.message, details: ErrorData.safeParse(thrown.data).data?.details });
  }
  return wireLost ? peerGone() : AppError.from(thrown);
}
