import type { RemoteNodeConfig } from '../../../shared/contract/nodes.ts';
import type { Client } from '../../state/client/index.ts';

/** Uses a remote server from now on and loads the page again. */
export async function adoptRemote(client: Client, config: RemoteNodeConfig): Promise<void> {
  await client.nodes.useRemote(config);
  loadAgain();
}

/** Goes back to the local server and loads the page again. */
export async function returnToLocal(client: Client): Promise<void> {
  await client.nodes.useLocal();
  loadAgain();
}

/** The page's content security policy names the media server that it may reach, and a policy never changes while a page is open. */
const loadAgain = (): void => location.reload();
