import { randomBytes } from 'node:crypto';
import type { SecretStore } from '../services/secrets/secret-store.ts';

const SECRET_NAME = 'web.hostName';

/**
 * The console's own name below `.localhost`, random and the same at every start.
 *
 * Cookies ignore the port: on `127.0.0.1` every other server of this machine would be sent the session's cookie. Browsers
 * resolve `*.localhost` to loopback and treat it as a secure context; a name of its own keeps the cookie, the storage and
 * the permissions of this console from all others.
 */
export async function ownHostName(secrets: SecretStore): Promise<string> {
  const kept = await secrets.get(SECRET_NAME);
  if (kept !== undefined && /^[a-z0-9]{12,40}$/.test(kept)) return `${kept}.localhost`;
  const label = `d${randomBytes(10).toString('hex')}`;
  await secrets.set(SECRET_NAME, label);
  return `${label}.localhost`;
}
