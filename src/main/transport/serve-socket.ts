import type { WebSocket } from 'ws';
import type { CallContext } from '../call-context.ts';
import { type ReportFailure, type ServedRouter, serveWire } from './serve-wire.ts';

/** "Policy violation", RFC 6455 section 7.4.1. */
const POLICY_VIOLATION = 1008;

/** Answers a page's calls over `socket`, which the caller has admitted (session, Origin, Host), until it closes. */
export function serveSocket(router: ServedRouter, socket: WebSocket, context: CallContext, report: ReportFailure): void {
  const wire = {
    send: (text: string) => {
      if (socket.readyState === socket.OPEN) socket.send(text);
    },
    refuse: (reason: string) => socket.close(POLICY_VIOLATION, reason),
  };
  const server = serveWire(router, wire, context, report);
  socket.on('message', (data: Buffer, isBinary: boolean) => server.receive(isBinary ? data : data.toString('utf8')));
  // A frame beyond the limit or broken UTF-8 arrives here; `ws` closes the socket by itself afterwards.
  socket.on('error', () => undefined);
  socket.on('close', server.closed);
}
