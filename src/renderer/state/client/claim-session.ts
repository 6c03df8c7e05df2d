import { z } from 'zod';
import { preloadPort } from './preload-port.ts';

const SESSION_PATH = '/session';
const SessionAnswer = z.object({ session: z.boolean() });

/** What {@link claimSession} found. */
type Claim = 'claimed' | 'present' | 'refused' | 'unreachable';

/**
 * Exchanges the one-time code in the address (`#code=…`) for this browser's session, and takes the code out of the
 * address and its history at once. Without a code it only asks whether there is a session.
 *
 * The code stands behind `#`, because that part is never sent to a server, logged or passed on as referrer.
 */
export async function claimSession(): Promise<Claim> {
  // The desktop app's page speaks over a port of its own; it needs no session.
  if (preloadPort()) return 'present';
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (code === null) return hasSession();
  history.replaceState(history.state, '', location.pathname + location.search);
  try {
    const answer = await fetch(SESSION_PATH, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    // A used or old code is no harm to a browser that has a session from before.
    return answer.ok ? 'claimed' : await hasSession();
  } catch {
    return 'unreachable';
  }
}

/** Whether the host knows this browser. */
async function hasSession(): Promise<Claim> {
  try {
    const answer = await fetch(SESSION_PATH, { credentials: 'same-origin' });
    if (!answer.ok) return 'unreachable';
    return SessionAnswer.parse(await answer.json()).session ? 'present' : 'refused';
  } catch {
    return 'unreachable';
  }
}
