import { once } from 'node:events';
import type { Server } from 'node:http';
import { AppError } from '../../shared/app-error.ts';
import { listeningPort } from '../transport/listening-port.ts';

/** The console's usual port. */
export const USUAL_PORT = 4870;
/** Ports after the usual one that are tried before any free one is taken. */
const NEIGHBOURS = 20;

/**
 * Binds `server` to 127.0.0.1 and nothing else; returns its port. Without a wish it is the usual port, or the next free one.
 *
 * @throws PORT_TAKEN the port asked for is taken
 */
export async function listenOnLoopback(server: Server, wanted: number | undefined): Promise<number> {
  if (wanted !== undefined) {
    if (await tryListen(server, wanted)) return listeningPort(server);
    throw new AppError('PORT_TAKEN', `Port ${wanted} is taken by another program. Give another with --port, or none: then the console finds one.`, { details: { port: wanted } });
  }
  for (let port = USUAL_PORT; port <= USUAL_PORT + NEIGHBOURS; port++) if (await tryListen(server, port)) return port;
  await tryListen(server, 0);
  return listeningPort(server);
}

/** Whether `server` listens on `port` now. */
async function tryListen(server: Server, port: number): Promise<boolean> {
  server.listen({ port, host: '127.0.0.1', exclusive: true });
  try {
    await once(server, 'listening');
    return true;
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES') return false;
    throw thrown;
  }
}
