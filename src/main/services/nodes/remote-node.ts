import { AppError } from '../../../shared/app-error.ts';
import type { NodeState, NodeView, RemoteNodeConfig } from '../../../shared/contract/nodes.ts';
import { checkHealth, type Health } from './health-check.ts';
import { SfuClient, type SfuEndpoint } from './sfu-client.ts';

/** LiveKit's own lower limit: shorter secrets can be guessed from one token. */
export const MIN_SECRET_LENGTH = 32;

/** @throws SECRET_TOO_SHORT with the reason and the fix */
export function assertSecretLength(secret: string): void {
  if (secret.length >= MIN_SECRET_LENGTH) return;
  throw new AppError(
    'SECRET_TOO_SHORT',
    `The API secret has ${secret.length} characters and needs at least ${MIN_SECRET_LENGTH}: a shorter one can be guessed from a single token. Make a new pair with \`livekit-server generate-keys\`, enter it on the server, restart it, and enter it here.`,
    { details: { length: secret.length, minLength: MIN_SECRET_LENGTH } },
  );
}

/**
 * Asks a remote LiveKit for its rooms, which needs the address, the key and the secret to be right.
 *
 * @throws SECRET_TOO_SHORT FORBIDDEN SFU_UNREACHABLE
 */
export async function testRemote(config: RemoteNodeConfig): Promise<{ latencyMs: number }> {
  assertSecretLength(config.apiSecret);
  const startedMs = performance.now();
  await new SfuClient(config).roomNames();
  return { latencyMs: performance.now() - startedMs };
}

/** A LiveKit that runs elsewhere: it is asked for its health and never started or stopped. */
export class RemoteNode {
  readonly endpoint: SfuEndpoint;
  #health: Health | undefined;
  #upSinceMs: number | undefined;

  constructor(endpoint: SfuEndpoint) {
    this.endpoint = endpoint;
  }

  get view(): NodeView {
    return { id: 'remote', kind: 'livekit', mode: 'remote', state: this.#state, url: this.endpoint.url, ports: [], ...(this.#health && { health: this.#health }), restarts: 0 };
  }

  /** One health check; true when it has just become reachable. Never rejects. */
  async check(signal: AbortSignal): Promise<boolean> {
    const health = await checkHealth(this.endpoint.url, signal);
    if (signal.aborted) return false;
    this.#health = health;
    const wasUp = this.#upSinceMs !== undefined;
    this.#upSinceMs = health.ok ? (this.#upSinceMs ?? health.checkedAtMs) : undefined;
    return health.ok && !wasUp;
  }

  get #state(): NodeState {
    if (!this.#health) return { kind: 'starting', attempt: 1 };
    return this.#upSinceMs === undefined ? { kind: 'unreachable', reason: this.#health.message } : { kind: 'running', sinceMs: this.#upSinceMs };
  }
}
