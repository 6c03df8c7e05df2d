import { createReadStream } from 'node:fs';
import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { AppError } from '../../shared/app-error.ts';
import { drop } from '../../shared/drop.ts';
import { FRAME_BYTES_MAX } from '../../shared/link/frames.ts';
import { contentSecurityPolicy } from '../content-security-policy.ts';
import { serveSocket } from '../transport/serve-socket.ts';
import type { ReportFailure, ServedRouter } from '../transport/serve-wire.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import { OneTimeCodes } from './one-time-codes.ts';
import { SessionRoute } from './session-route.ts';
import { type Session, Sessions } from './sessions.ts';
import { findStaticFile } from '../static-files.ts';

/** Browsers' sockets at one time; a window has one. */
const SOCKETS_MAX = 64;

export interface WebServerOptions {
  readonly router: ServedRouter;
  /** The console's own name, `<random>.localhost`. */
  readonly hostName: string;
  /** The port wanted; `undefined`: the usual one, or a free one. */
  readonly port: number | undefined;
  /** Folder of the built page. */
  readonly rendererDir: string;
  /** Address of the remote media server in use, asked at each load of the page. */
  readonly remoteSfuUrl: () => string | undefined;
  readonly report: ReportFailure;
  /** Time between two pings, milliseconds; a browser that missed one is gone. */
  readonly heartbeatMs?: number;
}

/** The console's page and its WebSocket, on loopback only. */
export interface WebServer extends AsyncDisposable {
  readonly port: number;
  /** `http://<name>:<port>`, without a code: opens for a browser that has a session. */
  readonly origin: string;
  /** An address that signs one browser in, once, within five minutes. */
  readonly oneTimeAddress: () => string;
}

/** Starts the web server. @throws PORT_TAKEN the port asked for belongs to another program */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const codes = new OneTimeCodes();
  const socketsOf = new Map<WebSocket, Session>();
  const sessions = new Sessions((ended) => {
    for (const [socket, session] of socketsOf) if (session.id === ended.id) socket.close(1008, 'signed out');
  });
  const route = new SessionRoute(codes, sessions);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: FRAME_BYTES_MAX, perMessageDeflate: false });
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 });
  const port = await listenOnLoopback(server, options.port);
  const host = `${options.hostName}:${port}`;
  const origin = `http://${host}`;

  server.on('request', (request, response) => {
    drop(respond(request, response), (thrown) => {
      // A browser that goes away in the middle of a file is no failure of ours.
      if (response.headersSent) {
        response.destroy();
        return;
      }
      options.report('http', AppError.from(thrown));
      end(response, 500);
    });
  });
  // A connection that could not be accepted (no descriptors left) costs that connection, not the program.
  server.on('error', (thrown) => options.report('http', AppError.from(thrown)));

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    setSecurityHeaders(response, options.remoteSfuUrl());
    const path = pathOf(request);
    // Readiness is asked by address, and is no secret.
    if (path === '/health' && request.method === 'GET' && isHost(request, host, `127.0.0.1:${port}`, `localhost:${port}`)) {
      return json(response, 200, { status: 'ok' });
    }
    // Another name that leads here is another site's, or a rebinding attack.
    if (!isHost(request, host)) return end(response, 421);
    if (path === '/session') {
      const answer = await route.answer(request, origin);
      if (answer.setCookie !== undefined) response.setHeader('set-cookie', answer.setCookie);
      // What is left of a body that was not read must not become the next request.
      if (!request.complete) response.setHeader('connection', 'close');
      return answer.body ? json(response, answer.status, answer.body) : end(response, answer.status);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405);
    const file = path === undefined ? undefined : await findStaticFile(options.rendererDir, path);
    if (!file) return end(response, 404);
    response.writeHead(200, { 'content-type': file.type, 'content-length': file.bytes, 'cache-control': file.cacheControl });
    if (request.method === 'HEAD') response.end();
    else await pipeline(createReadStream(file.path), response);
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => undefined);
    const session = sessions.find(request.headers.cookie);
    if (!isHost(request, host)) return refuseUpgrade(socket, 421);
    if (pathOf(request) !== '/rpc') return refuseUpgrade(socket, 404);
    if (request.headers.origin !== origin) return refuseUpgrade(socket, 403);
    if (!session) return refuseUpgrade(socket, 401);
    if (sockets.clients.size >= SOCKETS_MAX) return refuseUpgrade(socket, 503);
    sockets.handleUpgrade(request, socket, head, (opened) => {
      socketsOf.set(opened, session);
      opened.on('close', () => socketsOf.delete(opened));
      serveSocket(options.router, opened, { actor: `web:${session.id}`, role: 'operator' }, options.report);
    });
  });

  const stopHeartbeat = startHeartbeat(sockets, options.heartbeatMs ?? 15_000);
  return {
    port,
    origin,
    oneTimeAddress: () => `${origin}/#code=${codes.issue()}`,
    [Symbol.asyncDispose]: async () => {
      stopHeartbeat();
      for (const socket of sockets.clients) socket.close(1001, 'the console is closing');
      await closeServer(server, () => {
        for (const socket of sockets.clients) socket.terminate();
      });
    },
  };
}

/** Pings every socket; one that has not answered the ping before is dead and ended. */
function startHeartbeat(sockets: WebSocketServer, everyMs: number): () => void {
  const waiting = new WeakSet<WebSocket>();
  const timer = setInterval(() => {
    for (const socket of sockets.clients) {
      if (waiting.has(socket)) socket.terminate();
      else {
        waiting.add(socket);
        socket.once('pong', () => waiting.delete(socket));
        socket.ping();
      }
    }
  }, everyMs);
  return () => clearInterval(timer);
}

/** Gives the sockets a moment to say goodbye. */
async function closeServer(server: Server, terminateSockets: () => void): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const timer = setTimeout(() => {
    terminateSockets();
    server.closeAllConnections();
  }, 500);
  server.closeIdleConnections();
  await closed;
  clearTimeout(timer);
}

function setSecurityHeaders(response: ServerResponse, remoteSfuUrl: string | undefined): void {
  response.setHeader('content-security-policy', contentSecurityPolicy(remoteSfuUrl));
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=(self)');
  response.setHeader('cache-control', 'no-store');
}

const isHost = (request: IncomingMessage, ...allowed: string[]): boolean => allowed.includes(request.headers.host?.toLowerCase() ?? '');

/** The path as it was sent, undecoded and not normalised; `undefined` when it is none. */
const pathOf = (request: IncomingMessage): string | undefined => /^\/[^?#]*/.exec(request.url ?? '')?.[0];

function json(response: ServerResponse, status: number, body: Readonly<Record<string, unknown>>): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${STATUS_CODES[status] ?? status}\n`);
}

function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
