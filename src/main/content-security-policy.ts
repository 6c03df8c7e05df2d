import type { NodeView } from '../shared/contract/nodes.ts';

/** Media servers on this machine: their port is chosen after the page has loaded, so every loopback port is allowed. */
const LOOPBACK_SFU = ['ws://127.0.0.1:*', 'http://127.0.0.1:*', 'ws://localhost:*', 'http://localhost:*'];

/**
 * The page's policy, the same in both hosts: only the program's own files, connections only to its host and to media servers.
 *
 * `remoteSfuUrl` is the configured remote LiveKit (`wss://…`), if any; a page must be loaded again to reach another one.
 */
export function contentSecurityPolicy(remoteSfuUrl: string | undefined): string {
  const connect = ["'self'", ...LOOPBACK_SFU, ...remoteSources(remoteSfuUrl)];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    'media-src blob: mediastream:',
    "worker-src 'self' blob:",
    `connect-src ${connect.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Address of the remote media server among `nodes`, if there is one. */
export function remoteSfuUrl(nodes: readonly NodeView[] | undefined): string | undefined {
  return nodes?.find((node) => node.mode === 'remote')?.url;
}

/** LiveKit's client opens a WebSocket and asks the same server over HTTP when that fails. */
function remoteSources(url: string | undefined): string[] {
  if (url === undefined || !URL.canParse(url)) return [];
  const { protocol, host } = new URL(url);
  if (protocol !== 'ws:' && protocol !== 'wss:') return [];
  return [`${protocol}//${host}`, `${protocol === 'wss:' ? 'https' : 'http'}://${host}`];
}
