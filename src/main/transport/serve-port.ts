import type { CallContext } from '../call-context.ts';
import { type ReportFailure, type ServedRouter, serveWire } from './serve-wire.ts';

/** The part of Electron's MessagePortMain that is used; Node's MessagePort fits after {@link portMainOf}. */
export interface HostPort {
  postMessage(text: string): void;
  start(): void;
  close(): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

/** Where a port came from, as the browser process knows it. */
export interface PortSender {
  /** Address of the frame that sent the port; absent when the frame is gone. */
  readonly url: string | undefined;
  readonly isMainFrame: boolean;
}

/** Whether `sender` is the console's own page: the main frame, and of `origin` (`app://console`). */
export function isOwnPage(sender: PortSender, origin: string): boolean {
  if (sender.url === undefined || !sender.isMainFrame) return false;
  try {
    const { protocol, host } = new URL(sender.url);
    // URL.origin is "null" for schemes of our own.
    return `${protocol}//${host}` === origin;
  } catch {
    return false;
  }
}

/** Answers a page's calls over `port` until it closes. The port of anybody but the console's own page is closed unheard; returns whether it was taken. */
export function servePort(
  router: ServedRouter,
  port: HostPort,
  sender: PortSender,
  options: { readonly origin: string; readonly context: CallContext; readonly report: ReportFailure },
): boolean {
  if (!isOwnPage(sender, options.origin)) {
    port.close();
    return false;
  }
  let open = true;
  const end = (): void => {
    open = false;
    server.closed();
  };
  const wire = {
    send: (text: string) => {
      if (open) port.postMessage(text);
    },
    refuse: () => {
      end();
      port.close();
    },
  };
  const server = serveWire(router, wire, options.context, options.report);
  port.on('message', ({ data }) => server.receive(data));
  port.on('close', end);
  port.start();
  return true;
}
