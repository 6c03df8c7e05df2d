/** What a wire tells its owner. `open` at most once, `close` exactly once and last. */
export interface WireEvents {
  readonly open: () => void;
  readonly message: (text: string) => void;
  readonly close: () => void;
}

/** One connection to the host, from opening to its end. */
export interface Wire {
  readonly send: (text: string) => void;
  /** Ends it; `close` still arrives. Idempotent. */
  readonly close: () => void;
}

/** Begins to open a wire; never throws: what fails arrives as `close`. */
export type OpenWire = (events: WireEvents) => Wire;

/** The part of a browser's (and of `ws`'s) WebSocket that a wire uses. */
export interface SocketLike {
  send(text: string): void;
  close(): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** A wire over WebSocket. */
export function socketWire(connect: () => SocketLike): OpenWire {
  return (events) => {
    const socket = connect();
    socket.addEventListener('open', events.open);
    socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') events.message(data);
    });
    // An error is always followed by close; the listener is there so that it is nobody's uncaught exception.
    socket.addEventListener('error', () => undefined);
    socket.addEventListener('close', events.close);
    return { send: (text) => socket.send(text), close: () => socket.close() };
  };
}

/** The part of a MessagePort that a wire uses, in a page and in Node. */
export interface PortLike {
  postMessage(text: string): void;
  start(): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

/** A wire over a MessagePort, which the preload script hands over. */
export function portWire(acquire: () => Promise<PortLike>): OpenWire {
  return (events) => {
    let port: PortLike | undefined;
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      events.close();
    };
    acquire().then((acquired) => {
      if (ended) return acquired.close();
      port = acquired;
      port.addEventListener('message', ({ data }) => {
        if (typeof data === 'string') events.message(data);
      });
      port.addEventListener('close', end);
      port.start();
      events.open();
    }, end);
    return {
      send: (text) => port?.postMessage(text),
      close: () => {
        port?.close();
        // A port does not tell its own side when that side closes it.
        end();
      },
    };
  };
}
