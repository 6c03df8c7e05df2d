/**
 * Where secrets live: never in settings, logs, bundles or argv. One file in the web host, the system's key ring in Electron.
 * Names are ours and short (`livekit.local.secret`); values are text.
 */
export interface SecretStore {
  /** The secret, or undefined when there is none of that name. */
  get(name: string): Promise<string | undefined>;
  /** Resolves once it is stored so that a crash cannot lose it. */
  set(name: string, value: string): Promise<void>;
  /** Idempotent. */
  delete(name: string): Promise<void>;
}
