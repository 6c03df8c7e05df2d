import { app, type Session, shell, type WebContents } from 'electron';
import { drop } from '../../shared/drop.ts';
import { isOwnPage } from '../transport/serve-port.ts';
import { APP_ORIGIN } from './app-protocol.ts';

const isOwn = (url: string): boolean => isOwnPage({ url, isMainFrame: true }, APP_ORIGIN);

/** Lets the console's own page hear, choose a loudspeaker, use a microphone and copy text; everybody else, and every other permission, is refused. */
export function guardPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const wantsCamera = 'mediaTypes' in details && details.mediaTypes?.includes('video') === true;
    answer(isOwn(details.requestingUrl) && isNeeded(permission) && !wantsCamera);
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => isOwn(requestingOrigin) && isNeeded(permission));
  session.setDevicePermissionHandler(() => false);
}

const isNeeded = (permission: string): boolean => ['media', 'speaker-selection', 'clipboard-sanitized-write'].includes(permission);

/** Keeps every page of the app where it is: no navigation away, no second window, no embedded page. Web addresses open in the user's browser. */
export function guardNavigation(report: (thrown: unknown) => void): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.on('will-navigate', (event) => {
      if (!isOwn(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      if (!isOwn(event.url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      // Only web addresses: other schemes start programs.
      if (URL.canParse(url) && new URL(url).protocol === 'https:') drop(shell.openExternal(url), report);
      return { action: 'deny' };
    });
  });
}
