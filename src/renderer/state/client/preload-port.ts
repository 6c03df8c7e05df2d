import type { PortLike } from '../../../shared/link/wire.ts';

/** What the preload script of the desktop app puts on `window`. */
interface PreloadBridge {
  /** Answers with a window message {@link PORT_MESSAGE} that carries a MessagePort to the host. */
  openPort(): void;
}

/** Same text as in `src/preload/index.ts`, which imports nobody. */
const PORT_MESSAGE = 'dragoman:port';

declare global {
  interface Window {
    readonly dragoman?: PreloadBridge;
  }
}

/** The desktop app's port to the host, or `undefined` in a browser. */
export function preloadPort(): (() => Promise<PortLike>) | undefined {
  const bridge = window.dragoman;
  if (!bridge) return undefined;
  return () =>
    new Promise((resolve) => {
      const receive = (event: MessageEvent): void => {
        const port = event.ports[0];
        // Only this window's own preload script may hand over a port, not a frame or an opener.
        if (event.source !== window || event.data !== PORT_MESSAGE || !port) return;
        window.removeEventListener('message', receive);
        resolve(port);
      };
      window.addEventListener('message', receive);
      bridge.openPort();
    });
}
