import { randomUUID } from 'node:crypto';
import { digestOf, findByDigest, newSecret } from './secret-digest.ts';

const COOKIE = 'dragoman_session';
/** Browsers that may be signed in at one time; the oldest is signed out first. */
const SESSIONS_MAX = 32;

/** A signed-in browser. */
export interface Session {
  /** For the audit log; worth nothing to a thief. */
  readonly id: string;
}

/** The browsers that have claimed a code since the host started. Only digests of their secrets are kept. */
export class Sessions {
  readonly #onEnd: (session: Session) => void;
  #sessions: Array<Session & { readonly digest: Buffer }> = [];

  /** @param onEnd called when a session has made room for another */
  constructor(onEnd: (session: Session) => void) {
    this.#onEnd = onEnd;
  }

  /** Opens a session; returns the `Set-Cookie` header that gives it to the browser. */
  open(): string {
    const secret = newSecret();
    this.#sessions.push({ id: randomUUID(), digest: digestOf(secret) });
    while (this.#sessions.length > SESSIONS_MAX) this.#onEnd(this.#sessions.shift()!);
    // No `Secure`: the host speaks HTTP on loopback, where a browser other than Chromium would not send it back.
    return `${COOKIE}=${secret}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** The session whose secret is in a `Cookie` header. */
  find(cookieHeader: string | undefined): Session | undefined {
    for (const pair of (cookieHeader ?? '').split(';', 50)) {
      const [name, value] = pair.trim().split('=', 2);
      if (name === COOKIE && value) return findByDigest(this.#sessions, value);
    }
    return undefined;
  }
}
