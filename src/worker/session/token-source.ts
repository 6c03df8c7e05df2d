import type { HostLink } from './host-link.ts';

/** The host answers in milliseconds; when it does not, the last token may still do. */
const ANSWER_TIMEOUT_MS = 2_000;

/** The token to join with: the first from the configuration, every later one fresh from the host. */
export class TokenSource {
  readonly #host: HostLink;
  #token: string;
  #arrived: ((token: string) => void) | undefined;

  constructor(host: HostLink, token: string) {
    this.#host = host;
    this.#token = token;
  }

  /** The host sent a token, asked or not. */
  receive(token: string): void {
    this.#token = token;
    this.#arrived?.(token);
  }

  /** The token to use now. Falls back to the last one when the host does not answer within 2 s. */
  async next(again: boolean, signal: AbortSignal): Promise<string> {
    if (!again) return this.#token;
    this.#host.send({ type: 'token-request' });
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timeout);
        signal.removeEventListener('abort', settle);
        this.#arrived = undefined;
        resolve(this.#token);
      };
      const timeout = setTimeout(settle, ANSWER_TIMEOUT_MS);
      signal.addEventListener('abort', settle, { once: true });
      this.#arrived = settle;
    });
  }
}
