import type { LocalNodeConfig, NodeLogLine, NodeView, RemoteNodeConfig } from '../../../shared/contract/nodes.ts';
import type { CallContext } from '../../call-context.ts';
import type { EventLog } from '../streams/event-log.ts';
import type { LatestValue } from '../streams/latest-value.ts';

/** How to reach the SFU in use. Never logged. */
export interface SfuEndpoint {
  /** `ws://…` or `wss://…`. */
  readonly url: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** The local supervised livekit-server (id `local`) and the remote one (id `remote`), of which one is in use. */
export declare class NodesService implements AsyncDisposable {
  readonly views: LatestValue<readonly NodeView[]>;
  readonly logs: EventLog<NodeLogLine>;
  /** Address and keys of the node in use. @throws SFU_UNREACHABLE it has not been started */
  endpoint(): SfuEndpoint;
  /** Calls `listener` each time the node in use has become reachable, restarts included. Returns the unsubscribe function. */
  onUp(listener: () => void): () => void;
  start(id: string, actor: CallContext): Promise<NodeView>;
  stop(id: string, actor: CallContext): Promise<NodeView>;
  restart(id: string, actor: CallContext): Promise<NodeView>;
  configureLocal(config: LocalNodeConfig, actor: CallContext): Promise<NodeView>;
  testRemote(config: RemoteNodeConfig): Promise<{ version?: string; latencyMs: number }>;
  useRemote(config: RemoteNodeConfig, actor: CallContext): Promise<NodeView>;
  useLocal(actor: CallContext): Promise<NodeView>;
  [Symbol.asyncDispose](): Promise<void>;
}
