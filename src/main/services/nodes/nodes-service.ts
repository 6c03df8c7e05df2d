import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../shared/app-error.ts';
import type { LocalNodeConfig, NodeLogLine, NodeView, RemoteNodeConfig } from '../../../shared/contract/nodes.ts';
import type { ProcessRef } from '../../../shared/live/stats.ts';
import type { CallContext } from '../../call-context.ts';
import type { AuditLog } from '../archive/audit-log.ts';
import type { NoticeBoard } from '../notices/notice-board.ts';
import type { SupervisorState } from '../process/process-supervisor.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import type { ConsoleStateFile } from '../state/console-state.ts';
import { EventLog } from '../streams/event-log.ts';
import { LatestValue } from '../streams/latest-value.ts';
import { LIVEKIT_VERSION } from './livekit-binary.ts';
import { LocalNode } from './local-node.ts';
import { assertSecretLength, RemoteNode, testRemote } from './remote-node.ts';
import { SfuClient, type SfuEndpoint } from './sfu-client.ts';

export interface NodesOptions {
  readonly dataDir: string;
  readonly templatesDir: string;
  readonly binDirs: readonly string[];
  /** Ports instead of those configured. */
  readonly ports: LocalNodeConfig | undefined;
  readonly secrets: SecretStore;
  readonly state: ConsoleStateFile;
  readonly notices: NoticeBoard;
  readonly audit: AuditLog;
  /** Changing the node would take a live room's server away. */
  readonly hasLiveRooms: () => boolean;
}

const REMOTE_SECRET = 'livekit.remote.secret';
const HEALTH_EVERY_MS = 2_000;

/**
 * The local supervised livekit-server (id `local`) and a remote one (id `remote`), of which one is in use.
 *
 * Commands are carried out one after the other.
 */
export class NodesService implements AsyncDisposable {
  readonly views = new LatestValue<NodeView[]>();
  readonly logs = new EventLog<NodeLogLine>({ capacity: 500 });
  readonly #options: NodesOptions;
  readonly #local: LocalNode;
  readonly #upListeners = new Set<() => void>();
  readonly #closing = new AbortController();
  #remote: RemoteNode | undefined;
  #commands: Promise<unknown> = Promise.resolve();
  #watching: Promise<void> = Promise.resolve();

  private constructor(options: NodesOptions) {
    this.#options = options;
    const { dataDir, templatesDir, binDirs, secrets, notices } = options;
    this.#local = new LocalNode(
      {
        dataDir,
        templatesDir,
        binDirs,
        secrets,
        onLog: ({ level, message }) => this.log('local', level, message),
        onChange: (state) => this.#localChanged(state),
        onPortsMoved: (from, to) =>
          notices.post(
            'warn',
            `Another program uses port ${from.httpPort} or ${from.rtcPort}. The local server uses ${to.httpPort} (HTTP) and ${to.rtcPort} (media) this time; nothing else changes. To keep fixed ports, choose them in Nodes.`,
            'nodes',
          ),
        onOtherVersion: ({ path, version }) =>
          notices.post(
            'warn',
            `The local server is livekit-server ${version} (${path}). This console is tested with ${LIVEKIT_VERSION}, and another version may refuse its configuration or its clients. To have ${LIVEKIT_VERSION}, put it into ${join(dataDir, 'bin')} or first on the PATH, and restart the server.`,
            'nodes',
          ),
      },
      options.ports ?? options.state.value.nodes.local,
    );
  }

  /** Reads which node is in use; starts nothing but the health checks. */
  static async open(options: NodesOptions): Promise<NodesService> {
    const service = new NodesService(options);
    const { mode, remote } = options.state.value.nodes;
    if (mode === 'remote' && remote) {
      const apiSecret = await options.secrets.get(REMOTE_SECRET);
      if (apiSecret) service.#remote = new RemoteNode({ ...remote, apiSecret });
      else options.notices.post('warn', `The secret of the remote server ${remote.url} is not stored on this machine any more, so the local server is used. Enter it again in Nodes to go back.`, 'nodes');
    }
    service.#publish();
    service.#watching = service.#watchHealth(service.#closing.signal);
    return service;
  }

  /** Address and keys of the node in use. @throws SFU_UNREACHABLE the local one has never been started */
  endpoint(): SfuEndpoint {
    const endpoint = this.#remote?.endpoint ?? this.#local.endpoint;
    if (!endpoint) throw new AppError('SFU_UNREACHABLE', 'The local LiveKit server is not running, so no room can be used. Start it in Nodes.');
    return endpoint;
  }

  /** The room API of the node in use. @throws SFU_UNREACHABLE as {@link endpoint} */
  client(): SfuClient {
    return new SfuClient(this.endpoint());
  }

  /** Calls `listener` each time the node in use has become reachable, restarts included. Returns the unsubscribe function. */
  onUp(listener: () => void): () => void {
    this.#upListeners.add(listener);
    return () => this.#upListeners.delete(listener);
  }

  /** Adds a line to the log that the console shows; `nodeId` may also be a worker's name. */
  log(nodeId: string, level: NodeLogLine['level'], message: string): void {
    this.logs.push({ seq: this.logs.lastSeq + 1, atMs: Date.now(), nodeId, level, message });
  }

  /** The server process of this machine, for measuring. */
  processes(): readonly ProcessRef[] {
    const { pid } = this.#local;
    return pid === undefined ? [] : [{ name: 'livekit-server', pid }];
  }

  /** Starts the local node when it is the one in use; a remote one needs nothing. @throws as {@link start} */
  async startInUse(actor: CallContext): Promise<void> {
    if (!this.#remote) await this.start('local', actor);
  }

  /** Idempotent. @throws BINARY_MISSING PORT_TAKEN PROCESS_GAVE_UP NOT_FOUND */
  async start(id: string, actor: CallContext): Promise<NodeView> {
    if (this.#known(id) === 'remote') return this.#viewOf('remote');
    await this.#inTurn(() => this.#local.start());
    this.#audit(actor, 'node.started', 'local');
    return this.#viewOf('local');
  }

  /** Resolves once the process is gone. @throws NOT_FOUND; CONFLICT a remote one is not ours to stop */
  async stop(id: string, actor: CallContext): Promise<NodeView> {
    this.#assertOurs(id, 'stopped');
    // Not in turn: it must be possible to stop a server that is still starting.
    await this.#local.stop();
    this.#audit(actor, 'node.stopped', 'local');
    return this.#viewOf('local');
  }

  /** @throws as {@link start} */
  async restart(id: string, actor: CallContext): Promise<NodeView> {
    this.#assertOurs(id, 'restarted');
    await this.#inTurn(async () => {
      await this.#local.stop();
      await this.#local.start();
    });
    this.#audit(actor, 'node.restarted', 'local');
    return this.#viewOf('local');
  }

  /** Restarts the local node with these ports when it runs. @throws PORT_TAKEN and others: the old ports stay and the server runs again */
  async configureLocal(config: LocalNodeConfig, actor: CallContext): Promise<NodeView> {
    await this.#inTurn(async () => {
      const before = this.#local.chosenPorts;
      const wasRunning = this.#local.pid !== undefined;
      await this.#local.stop();
      this.#local.choose(config);
      try {
        await this.#local.start();
      } catch (thrown) {
        this.#local.choose(before);
        // Why the old ports do not work either is in the node's state; why the new ones do not is what was asked.
        if (wasRunning) await this.#local.start().catch(() => undefined);
        throw thrown;
      }
      this.#options.state.update((state) => ({ ...state, nodes: { ...state.nodes, local: config } }));
      if (!wasRunning) await this.#local.stop();
    });
    this.#audit(actor, 'node.configured', 'local', { ...config });
    this.#publish();
    return this.#viewOf('local');
  }

  /** @throws SFU_UNREACHABLE FORBIDDEN SECRET_TOO_SHORT */
  testRemote(config: RemoteNodeConfig): Promise<{ latencyMs: number }> {
    return testRemote(config);
  }

  /** Uses a remote LiveKit from now on; the local one is stopped. @throws CONFLICT and as {@link testRemote} */
  async useRemote(config: RemoteNodeConfig, actor: CallContext): Promise<NodeView> {
    assertSecretLength(config.apiSecret);
    await this.#inTurn(async () => {
      this.#assertNoLiveRoom();
      await testRemote(config);
      await this.#options.secrets.set(REMOTE_SECRET, config.apiSecret);
      const { apiSecret: _, ...remote } = config;
      this.#options.state.update((state) => ({ ...state, nodes: { ...state.nodes, mode: 'remote', remote } }));
      this.#remote = new RemoteNode(config);
      await this.#local.stop();
      await this.#check(this.#closing.signal);
    });
    this.#audit(actor, 'remote.configured', config.url);
    return this.#viewOf('remote');
  }

  /** Back to the local node, which is started. @throws CONFLICT and as {@link start}: the remote one stays in use and keeps its secret */
  async useLocal(actor: CallContext): Promise<NodeView> {
    await this.#inTurn(async () => {
      this.#assertNoLiveRoom();
      await this.#local.start();
      const wasRemote = this.#remote !== undefined;
      await this.#options.secrets.delete(REMOTE_SECRET);
      this.#options.state.update(({ nodes: { remote: _, ...nodes }, ...state }) => ({ ...state, nodes: { ...nodes, mode: 'local' } }));
      this.#remote = undefined;
      this.#publish();
      // It came up while the remote one was in use, and nobody was told.
      if (wasRemote) this.#tellUp();
    });
    this.#audit(actor, 'node.started', 'local');
    return this.#viewOf('local');
  }

  /** Ends the local server; resolves once it is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#watching;
    await this.#local[Symbol.asyncDispose]();
    this.views.close();
    this.logs.close();
  }

  #localChanged(state: SupervisorState): void {
    this.#publish();
    if (this.#remote) return;
    if (state.kind === 'running') this.#tellUp();
    const { notices } = this.#options;
    if (state.kind === 'backing-off') notices.post('warn', `The local LiveKit server ended: ${state.reason}. It is being started again, and everybody comes back by themselves.`, 'nodes');
    if (state.kind === 'gave-up') notices.post('error', `The local LiveKit server cannot be kept running: ${state.reason}. Rooms are down until it is started again in Nodes.`, 'nodes');
  }

  async #watchHealth(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#check(signal);
      await sleep(HEALTH_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #check(signal: AbortSignal): Promise<void> {
    const remote = this.#remote;
    const cameUp = remote ? await remote.check(signal) : await this.#local.check(signal).then(() => false);
    if (signal.aborted) return;
    this.#publish();
    if (cameUp && remote === this.#remote) this.#tellUp();
  }

  #tellUp(): void {
    for (const listener of this.#upListeners) listener();
  }

  #publish(): void {
    this.views.set([this.#local.view, ...(this.#remote ? [this.#remote.view] : [])]);
  }

  #known(id: string): 'local' | 'remote' {
    if (id === 'local') return 'local';
    if (id === 'remote' && this.#remote) return 'remote';
    throw new AppError('NOT_FOUND', 'There is no such server. The list in Nodes shows those there are.', { details: { id } });
  }

  #assertOurs(id: string, done: string): void {
    if (this.#known(id) === 'local') return;
    throw new AppError('CONFLICT', `A remote server is not run by this console, so it cannot be ${done} from here. Do that on its own machine, or go back to the local server.`);
  }

  #assertNoLiveRoom(): void {
    if (!this.#options.hasLiveRooms()) return;
    throw new AppError('CONFLICT', 'A room is live on the server in use, and changing the server would end it. Close every room first, the rehearsal included.');
  }

  #viewOf(id: 'local' | 'remote'): NodeView {
    return id === 'remote' && this.#remote ? this.#remote.view : this.#local.view;
  }

  #audit(actor: CallContext, action: string, subject: string, details?: Record<string, unknown>): void {
    this.#options.audit.record(actor.actor, action, `node:${subject}`, details);
  }

  #inTurn<T>(command: () => Promise<T>): Promise<T> {
    const done = this.#commands.then(command);
    this.#commands = done.catch(() => undefined);
    return done;
  }
}
