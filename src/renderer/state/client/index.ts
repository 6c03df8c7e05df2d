import { createClient, type Client } from '../../../shared/link/create-client.ts';
import { ReconnectingLink, type ConnectionStore } from '../../../shared/link/reconnecting-link.ts';
import { portWire, socketWire } from '../../../shared/link/wire.ts';
import { claimSession } from './claim-session.ts';
import { preloadPort } from './preload-port.ts';

export { claimSession } from './claim-session.ts';
export type { Client } from '../../../shared/link/create-client.ts';
export type { ConnectionState, ConnectionStore } from '../../../shared/link/reconnecting-link.ts';

/** The page's one connection to its host. */
export interface Connection {
  readonly client: Client;
  readonly connection: ConnectionStore;
  /** Ends it for good. Idempotent. */
  readonly dispose: () => void;
}

/**
 * Connects this page to its host: over the port of the preload script in the desktop app, else over a WebSocket to where
 * the page came from. Returns at once; `connection` says how it stands. In a browser call `claimSession` first.
 *
 * A new one-time address opened in the same tab (the host was restarted) is claimed by itself.
 */
export function connect(): Connection {
  const acquire = preloadPort();
  const link = acquire
    ? new ReconnectingLink({ openWire: portWire(acquire) })
    : new ReconnectingLink({
        openWire: socketWire(() => new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`)),
        whyRefused: async () =>
          (await claimSession()) === 'refused' ? 'This page has no session. Open the address that the console printed, or start the console again for a new one.' : undefined,
      });
  const reclaim = (): void => {
    claimSession().then(() => link.retryNow(), () => undefined);
  };
  const retry = (): void => link.retryNow();
  if (!acquire) window.addEventListener('hashchange', reclaim);
  window.addEventListener('online', retry);
  return {
    client: createClient(link),
    connection: link,
    dispose: () => {
      window.removeEventListener('hashchange', reclaim);
      window.removeEventListener('online', retry);
      link.dispose();
    },
  };
}
