import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { contentSecurityPolicy } from '../content-security-policy.ts';
import { findStaticFile } from '../static-files.ts';

const SCHEME = 'app';
const HOST = 'console';

/** Where the console's page lives; the only origin that is given a port, a permission or a navigation. */
export const APP_ORIGIN = `${SCHEME}://${HOST}`;

/** Makes `app:` a secure, standard scheme: an origin of its own, unlike `file:`. Must run before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);
}

/** Serves the built page, and nothing else, with the page's policy. */
export function serveAppProtocol(rendererDir: string, remoteSfuUrl: () => string | undefined): void {
  protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url);
    const file = host === HOST && request.method === 'GET' ? await findStaticFile(rendererDir, pathname) : undefined;
    if (!file) return new Response('Not found', { status: 404 });
    return new Response(new Uint8Array(await readFile(file.path)), {
      headers: {
        'content-type': file.type,
        'cache-control': file.cacheControl,
        'content-security-policy': contentSecurityPolicy(remoteSfuUrl()),
        'x-content-type-options': 'nosniff',
      },
    });
  });
}
