import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { AppError } from '../../../shared/app-error.ts';
import { portHolder } from './port-holder.ts';

type Protocol = 'tcp' | 'udp';

/** Opens the port on 127.0.0.1 and closes it again; 0 takes any free one. Resolves with the port, or undefined when it cannot be had. */
async function tryPort(protocol: Protocol, port: number): Promise<number | undefined> {
  try {
    if (protocol === 'tcp') {
      const server = createServer().listen({ port, host: '127.0.0.1', exclusive: true });
      await once(server, 'listening');
      const address = server.address();
      server.close();
      await once(server, 'close');
      return typeof address === 'object' && address ? address.port : undefined;
    }
    const socket = createSocket('udp4');
    socket.bind({ port, address: '127.0.0.1', exclusive: true });
    await once(socket, 'listening');
    const taken = socket.address().port;
    socket.close();
    await once(socket, 'close');
    return taken;
  } catch {
    return undefined;
  }
}

/** True when nobody has the port on 127.0.0.1. */
export const isFree = async (protocol: Protocol, port: number): Promise<boolean> => (await tryPort(protocol, port)) === port;

/** A port that is free now. */
export async function freePort(protocol: Protocol): Promise<number> {
  const port = await tryPort(protocol, 0);
  if (port === undefined) throw new AppError('PORT_TAKEN', `This machine gives out no ${protocol.toUpperCase()} port. Close programs that hold many connections, then try again.`);
  return port;
}

/** @throws PORT_TAKEN with the port, who has it where the system tells, and what to do */
export async function assertFree(protocol: Protocol, port: number): Promise<void> {
  if (await isFree(protocol, port)) return;
  const holder = await portHolder(protocol, port);
  const who = holder ? `${holder.name} (process ${holder.pid})` : 'another program';
  throw new AppError('PORT_TAKEN', `Port ${port} (${protocol.toUpperCase()}) is in use by ${who}, so the local server cannot start with it. Choose another port in Nodes, or end that program.`, {
    details: { port, protocol, ...holder },
  });
}
