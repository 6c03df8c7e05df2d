import type { AddressInfo } from 'node:net';

/** The TCP port of a server that listens. @throws Error when it does not listen on TCP */
export function listeningPort(server: { address(): AddressInfo | string | null }): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a TCP port');
  return address.port;
}
