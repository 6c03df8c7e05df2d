import { mapEventIterator } from '@orpc/client';
import { ORPCError, type AnyRouter, type Router } from '@orpc/server';
import { StandardRPCHandler, type StandardRPCHandlerOptions } from '@orpc/server/standard';
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer';
import { ServerPeer } from '@orpc/standard-server-peer';
import { AppError } from '../../shared/app-error.ts';
import type { ProcedureMeta } from '../../shared/contract/define.ts';
import type { Contract } from '../../shared/contract/index.ts';
import { drop } from '../../shared/drop.ts';
import { readReceipt } from '../../shared/link/frames.ts';
import type { CallContext } from '../call-context.ts';
import { Pace } from './pace.ts';
import { isRequestFrame } from './request-frame.ts';
import { appErrorOf, travelling } from './travelling-error.ts';

/** Calls and streams that one page may have open; the console's busiest screen has about 15. */
const OPEN_CALLS_MAX = 256;

/** The host's end of one wire to a page. */
export interface HostWire {
  /** Never throws; sends nothing once the wire is closed. */
  readonly send: (text: string) => void;
  /** Ends the wire; `reason` is for the peer's log. */
  readonly refuse: (reason: string) => void;
}

/** What the wire tells the server. */
export interface WireServer {
  /** A frame arrived. Never throws: a frame that is not ours ends the wire. */
  readonly receive: (frame: unknown) => void;
  /** The peer is gone: every call's signal aborts, so its streams end. Idempotent. */
  readonly closed: () => void;
}

/** Receives what must not travel: the failure with its cause, and where it happened. */
export type ReportFailure = (procedure: string, error: AppError) => void;

/** Any router whose procedures carry {@link ProcedureMeta} and take a {@link CallContext}. */
export type ServedRouter = Router<Contract, CallContext> | AnyRouter;

/**
 * Answers the calls that arrive on one wire. Both transports end here and nowhere else, so a procedure cannot behave
 * differently in the desktop app and in a browser.
 *
 * Built on the peer that oRPC's own WebSocket and MessagePort adapters are built on, because those report to the console,
 * let a bad frame become an unhandled rejection, and have no back-pressure.
 */
export function serveWire(router: ServedRouter, wire: HostWire, context: CallContext, report: ReportFailure): WireServer {
  const pace = new Pace();
  let open = true;
  const handle = createServerPeerHandleRequestFn(new StandardRPCHandler<CallContext>(router, doorOptions(context, report)), { context });
  const peer = new ServerPeer(async (text) => {
    if (!open || typeof text !== 'string') return;
    pace.sent();
    wire.send(text);
    // The next value of a stream is pulled only after this, so waiting here is the back-pressure.
    await pace.room();
  });
  const closed = (): void => {
    if (!open) return;
    open = false;
    pace.close();
    peer.close({ reason: new DOMException('The page is gone', 'AbortError') });
  };
  const refuse = (reason: string): void => {
    closed();
    wire.refuse(reason);
  };
  return {
    closed,
    receive: (frame) => {
      if (!open) return;
      if (typeof frame !== 'string') return refuse('not a text frame');
      const taken = readReceipt(frame);
      if (taken !== undefined) return pace.taken(taken);
      if (!isRequestFrame(frame)) return refuse('not a frame of this program');
      if (peer.length >= OPEN_CALLS_MAX) return refuse('too many open calls');
      drop(peer.message(frame, handle), (thrown) => open && report('transport', AppError.from(thrown)));
    },
  };
}

/** Role check before a procedure, and its failures made fit to travel after it. */
function doorOptions(context: CallContext, report: ReportFailure): StandardRPCHandlerOptions<CallContext> {
  const translate = (procedure: string, thrown: unknown, signal: AbortSignal | undefined): unknown => {
    if (signal?.aborted) return thrown;
    const error = appErrorOf(thrown);
    report(procedure, error);
    return travelling(error);
  };
  return {
    interceptors: [
      async (options) => {
        const result = await options.next().catch((thrown: unknown) => {
          // What is not an ORPCError here comes from decoding the frame: procedures are translated below.
          throw thrown instanceof ORPCError ? thrown : travelling(new AppError('INVALID_INPUT', 'The call could not be read, so nothing was changed. Reload the page and try again.'));
        });
        if (result.matched) return result;
        throw travelling(new AppError('NOT_FOUND', 'The host does not know this call. Page and host are of different versions; restart the console.'));
      },
    ],
    clientInterceptors: [
      async (options) => {
        const name = options.path.join('.');
        const meta: ProcedureMeta = options.procedure['~orpc'].meta;
        if (meta.role !== 'viewer' && context.role !== 'operator') {
          throw travelling(new AppError('FORBIDDEN', 'Only an operator may do this. This page may look and listen; open the console as operator to change anything.'));
        }
        try {
          const output = await options.next();
          if (!isAsyncIterator(output)) return output;
          return mapEventIterator(output, { value: (value) => Promise.resolve(value), error: (thrown) => Promise.resolve(translate(name, thrown, options.signal)) });
        } catch (thrown) {
          throw translate(name, thrown, options.signal);
        }
      },
    ],
  };
}

const isAsyncIterator = (value: unknown): value is AsyncIterator<unknown, unknown, void> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value;
