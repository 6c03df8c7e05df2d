import type { NodeView, RemoteNodeConfig } from '../../../shared/contract/nodes.ts';
import type { Client } from '../../state/client/index.ts';

/** Uses a remote server from now on. These two have names of their own, because `use…` inside a component reads as a hook. */
export const adoptRemote = (client: Client, config: RemoteNodeConfig): Promise<NodeView> => client.nodes.useRemote(config);

/** Goes back to the local server. */
export const returnToLocal = (client: Client): Promise<NodeView> => client.nodes.useLocal();
