import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { command, stream } from './define.ts';

export const NodeState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stopped') }),
  z.object({ kind: z.literal('starting'), attempt: z.number().int() }),
  z.object({ kind: z.literal('running'), sinceMs: z.number() }),
  z.object({ kind: z.literal('backing-off'), attempt: z.number().int(), retryAtMs: z.number(), reason: z.string() }),
  z.object({ kind: z.literal('unreachable'), reason: z.string() }),
  z.object({ kind: z.literal('gave-up'), reason: z.string() }),
]);
export type NodeState = z.output<typeof NodeState>;

/** A server the console runs or uses. */
export const NodeView = z.object({
  id: z.string(),
  kind: z.enum(['livekit']),
  mode: z.enum(['local', 'remote']),
  state: NodeState,
  /** Address that clients use, `ws://…` or `wss://…`. */
  url: z.string(),
  version: z.string().optional(),
  pid: z.number().int().optional(),
  ports: z.array(z.object({ name: z.string(), port: z.number().int(), protocol: z.enum(['tcp', 'udp']) })),
  /** Result of the newest health check; absent before the first. */
  health: z.object({ ok: z.boolean(), checkedAtMs: z.number(), latencyMs: z.number().optional(), message: z.string() }).optional(),
  restarts: z.number().int().nonnegative(),
});
export type NodeView = z.output<typeof NodeView>;

export const NodeLogLine = z.object({
  seq: z.number().int(),
  atMs: z.number(),
  nodeId: z.string(),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  message: z.string(),
});
export type NodeLogLine = z.output<typeof NodeLogLine>;

const port = z.number().int().min(1024, 'Ports below 1024 belong to the system; use one from 1024 to 65535').max(65_535);

export const LocalNodeConfig = z.object({
  /** HTTP, WebSocket and API. */
  httpPort: port,
  /** All media, one UDP port. */
  rtcPort: port,
});
export type LocalNodeConfig = z.output<typeof LocalNodeConfig>;

export const RemoteNodeConfig = z.object({
  url: z.string().regex(/^wss?:\/\/[^\s/]+/, 'The address begins with ws:// or wss://, for example wss://media.example.org'),
  apiKey: z.string().trim().min(1).max(200),
  /** Write-only: no procedure returns it. */
  apiSecret: z.string().max(500),
});
export type RemoteNodeConfig = z.output<typeof RemoteNodeConfig>;

export const nodesContract = {
  /** Every node, again after every change. */
  watch: stream('viewer', { keep: 'latest' }).output(eventIterator(z.array(NodeView))),
  /** Log lines of all nodes and workers, the newest 500 first batch, then live; oldest first. */
  logs: stream('viewer', { keep: 'last', count: 500 }).output(eventIterator(NodeLogLine)),
  /** Idempotent. @throws PORT_TAKEN BINARY_MISSING SECRET_TOO_SHORT PROCESS_GAVE_UP */
  start: command('operator').input(z.object({ id: z.string() })).output(NodeView),
  /** Resolves once the process is gone. Rooms on it end. */
  stop: command('operator').input(z.object({ id: z.string() })).output(NodeView),
  /** Rooms are created again on the new process and everybody comes back. */
  restart: command('operator').input(z.object({ id: z.string() })).output(NodeView),
  /** Ports of the local node; it restarts with them. @throws PORT_TAKEN: the old ports stay */
  configureLocal: command('operator').input(LocalNodeConfig).output(NodeView),
  /** Tries a remote LiveKit without using it. @throws SFU_UNREACHABLE FORBIDDEN SECRET_TOO_SHORT */
  testRemote: command('operator').input(RemoteNodeConfig).output(z.object({ version: z.string().optional(), latencyMs: z.number() })),
  /** Uses a remote LiveKit from now on; tested first. @throws SFU_UNREACHABLE FORBIDDEN SECRET_TOO_SHORT CONFLICT (a room is live) */
  useRemote: command('operator').input(RemoteNodeConfig).output(NodeView),
  /** Back to the local node. @throws CONFLICT a room is live */
  useLocal: command('operator').output(NodeView),
};
