import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { childEnvironment } from '../../../shared/child-environment.ts';
import type { LocalNodeConfig, NodeState, NodeView } from '../../../shared/contract/nodes.ts';
import { AppError } from '../../../shared/app-error.ts';
import { raiseMediaPriority } from '../../../shared/node/media-priority.ts';
import { ProcessSupervisor, type SupervisorState } from '../process/process-supervisor.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { checkHealth, type Health } from './health-check.ts';
import { findLivekit, LIVEKIT_VERSION, type LivekitBinary } from './livekit-binary.ts';
import { renderLivekitConfig } from './livekit-config.ts';
import { type ParsedLine, parseLivekitLine } from './livekit-log.ts';
import { assertFree, freePort, isFree } from './ports.ts';
import type { SfuEndpoint } from './sfu-client.ts';

/** LiveKit's usual ports: used where nobody chose others and these are free. */
export const DEFAULT_PORTS: LocalNodeConfig = { httpPort: 7880, rtcPort: 7882 };

export interface LocalNodeOptions {
  readonly dataDir: string;
  readonly templatesDir: string;
  /** Where `livekit-server` may be beside the PATH. */
  readonly binDirs: readonly string[];
  readonly secrets: SecretStore;
  readonly onLog: (line: Pick<ParsedLine, 'level' | 'message'>) => void;
  readonly onChange: (state: SupervisorState) => void;
  /** Ports that nobody chose were taken, and these are used instead. */
  readonly onPortsMoved: (from: LocalNodeConfig, to: LocalNodeConfig) => void;
  /** The server that is used is of another version than {@link LIVEKIT_VERSION}; told once for each program. */
  readonly onOtherVersion: (binary: LivekitBinary) => void;
}

const API_KEY = 'livekit.local.key';
const API_SECRET = 'livekit.local.secret';
/** A server that does not answer this many checks in a row is alive and useless: it is started again. */
const UNHEALTHY_CHECKS = 5;

/** The livekit-server that the console runs on this machine, on loopback only. */
export class LocalNode implements AsyncDisposable {
  readonly #options: LocalNodeOptions;
  #supervisor: ProcessSupervisor | undefined;
  #unsubscribe: () => void = () => undefined;
  /** Undefined: nobody chose any. */
  #chosen: LocalNodeConfig | undefined;
  #ports: LocalNodeConfig;
  #keys: { readonly apiKey: string; readonly apiSecret: string } | undefined;
  #binary: LivekitBinary | undefined;
  #health: Health | undefined;
  #failedChecks = 0;
  #restarts = 0;
  /** Aborted by each stop: a start that is still preparing must not spawn a server after it. */
  #stopping = new AbortController();
  #ending: Promise<void> | undefined;
  #disposed = false;

  constructor(options: LocalNodeOptions, chosen: LocalNodeConfig | undefined) {
    this.#options = options;
    this.#chosen = chosen;
    this.#ports = chosen ?? DEFAULT_PORTS;
  }

  /** Undefined when nobody chose any. */
  get chosenPorts(): LocalNodeConfig | undefined {
    return this.#chosen;
  }

  get pid(): number | undefined {
    const state = this.#supervisor?.state;
    return state?.kind === 'running' ? state.pid : undefined;
  }

  /** Undefined before the first start: then it has no keys yet. */
  get endpoint(): SfuEndpoint | undefined {
    return this.#keys && { url: this.#url, ...this.#keys };
  }

  get view(): NodeView {
    const { pid } = this;
    return {
      id: 'local',
      kind: 'livekit',
      mode: 'local',
      state: viewOf(this.#supervisor?.state ?? { kind: 'stopped' }),
      url: this.#url,
      ...(this.#binary?.version !== undefined && { version: this.#binary.version }),
      ...(pid !== undefined && { pid }),
      ports: [
        { name: 'HTTP and API', port: this.#ports.httpPort, protocol: 'tcp' },
        { name: 'Media', port: this.#ports.rtcPort, protocol: 'udp' },
      ],
      ...(this.#health && { health: this.#health }),
      restarts: this.#restarts + (this.#supervisor?.restarts ?? 0),
    };
  }

  /** Idempotent; resolves once it answers. @throws BINARY_MISSING PORT_TAKEN PROCESS_GAVE_UP PEER_GONE (stopped meanwhile) */
  async start(): Promise<void> {
    const { signal } = this.#stopping;
    await this.#ending;
    const kind = this.#supervisor?.state.kind;
    if (this.#supervisor && kind !== 'stopped' && kind !== 'gave-up') return this.#supervisor.start();
    const binary = await findLivekit(this.#options.binDirs);
    this.#take(binary);
    await this.#claimPorts();
    this.#keys ??= await this.#loadKeys();
    await renderLivekitConfig(this.#options.templatesDir, this.#configPath, { ports: this.#ports, ...this.#keys });
    await this.#dropSupervisor();
    if (signal.aborted || this.#disposed) {
      this.#forgetConfig();
      throw new AppError('PEER_GONE', 'The local server was stopped before it was started. Start it again if that was not meant.');
    }
    this.#supervisor = this.#createSupervisor(binary.path, this.#keys.apiSecret);
    await this.#supervisor.start();
  }

  /** Resolves once the process is gone, and its configuration with it. A start that is asked for meanwhile waits for that. */
  stop(): Promise<void> {
    this.#stopping.abort();
    this.#stopping = new AbortController();
    this.#ending = this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    await this.#supervisor?.stop();
    this.#forgetConfig();
    this.#health = undefined;
    this.#failedChecks = 0;
  }

  /** Remembers the ports for the next start. */
  choose(ports: LocalNodeConfig | undefined): void {
    this.#chosen = ports;
    this.#ports = ports ?? DEFAULT_PORTS;
  }

  /** One health check while it runs; a server that hangs is started again. Never rejects. */
  async check(signal: AbortSignal): Promise<void> {
    if (this.pid === undefined) {
      this.#health = undefined;
      return;
    }
    const pid = this.pid;
    const health = await checkHealth(this.#url, signal);
    if (signal.aborted || this.pid !== pid) return;
    this.#health = health;
    this.#failedChecks = health.ok ? 0 : this.#failedChecks + 1;
    if (this.#failedChecks < UNHEALTHY_CHECKS) return;
    this.#failedChecks = 0;
    this.#options.onLog({ level: 'error', message: `The server is running and has not answered ${UNHEALTHY_CHECKS} checks in a row: it is started again` });
    this.#restarts++;
    // What it throws is in the state that this restart leaves behind.
    await this.#supervisor?.restart().catch(() => undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    await this.#dropSupervisor();
    this.#forgetConfig();
  }

  get #url(): string {
    return `ws://127.0.0.1:${this.#ports.httpPort}`;
  }

  get #configPath(): string {
    return join(this.#options.dataDir, 'run', 'livekit.yaml');
  }

  /** The API secret is in it. At once, so that the one of a start that follows is never meant. */
  #forgetConfig(): void {
    rmSync(this.#configPath, { force: true });
  }

  #take(binary: LivekitBinary): void {
    const told = this.#binary?.path === binary.path && this.#binary.version === binary.version;
    this.#binary = binary;
    if (binary.version !== undefined && binary.version !== LIVEKIT_VERSION && !told) this.#options.onOtherVersion(binary);
  }

  async #claimPorts(): Promise<void> {
    if (this.#chosen) {
      this.#ports = this.#chosen;
      await Promise.all([assertFree('tcp', this.#ports.httpPort), assertFree('udp', this.#ports.rtcPort)]);
      return;
    }
    const { httpPort, rtcPort } = DEFAULT_PORTS;
    const ports = {
      httpPort: (await isFree('tcp', httpPort)) ? httpPort : await freePort('tcp'),
      rtcPort: (await isFree('udp', rtcPort)) ? rtcPort : await freePort('udp'),
    };
    if (ports.httpPort !== httpPort || ports.rtcPort !== rtcPort) this.#options.onPortsMoved(DEFAULT_PORTS, ports);
    this.#ports = ports;
  }

  async #loadKeys(): Promise<{ apiKey: string; apiSecret: string }> {
    const { secrets } = this.#options;
    const [storedKey, storedSecret] = [await secrets.get(API_KEY), await secrets.get(API_SECRET)];
    if (storedKey && storedSecret) return { apiKey: storedKey, apiSecret: storedSecret };
    const keys = { apiKey: `dragoman-${randomBytes(4).toString('hex')}`, apiSecret: randomBytes(32).toString('base64url') };
    await secrets.set(API_KEY, keys.apiKey);
    await secrets.set(API_SECRET, keys.apiSecret);
    return keys;
  }

  #createSupervisor(path: string, apiSecret: string): ProcessSupervisor {
    const supervisor = new ProcessSupervisor({
      name: 'livekit-server',
      command: path,
      args: ['--config', this.#configPath],
      env: childEnvironment(process.env),
      pidFile: join(this.#options.dataDir, 'run', 'livekit-server.json'),
      whenReady: (_, signal) => this.#untilAnswers(signal),
      readyTimeoutMs: 15_000,
      stopTimeoutMs: 3_000,
      maxAttempts: 6,
      stableAfterMs: 30_000,
      // The first restart is at once: clients give up 17 s after a server has gone.
      backoffMs: (attempt) => Math.min(100 * 4 ** (attempt - 1), 5_000),
      onLine: (line) => {
        const parsed = parseLivekitLine(line, [apiSecret]);
        this.#options.onLog(parsed);
        return parsed.reason ? parsed.message : undefined;
      },
    });
    this.#unsubscribe = supervisor.onState((state) => {
      if (state.kind !== 'running') this.#health = undefined;
      else raiseMediaPriority(state.pid);
      this.#options.onChange(state);
    });
    return supervisor;
  }

  async #untilAnswers(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      if ((await checkHealth(this.#url, signal)).ok) return;
      await sleep(25, undefined, { signal });
    }
  }

  async #dropSupervisor(): Promise<void> {
    const supervisor = this.#supervisor;
    if (!supervisor) return;
    await supervisor[Symbol.asyncDispose]();
    this.#restarts += supervisor.restarts;
    this.#supervisor = undefined;
    this.#unsubscribe();
  }
}

function viewOf(state: SupervisorState): NodeState {
  switch (state.kind) {
    case 'stopped':
    case 'starting':
      return state;
    case 'running':
      return { kind: 'running', sinceMs: state.sinceMs };
    case 'backing-off':
      return { kind: 'backing-off', attempt: state.attempt, retryAtMs: state.retryAtMs, reason: state.reason };
    case 'gave-up':
      return { kind: 'gave-up', reason: state.reason };
    default:
      throw new AppError('INTERNAL', `unknown state ${JSON.stringify(state satisfies never)}`);
  }
}
