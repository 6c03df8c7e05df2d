import { digestOf, findByDigest, newSecret } from './secret-digest.ts';

/** How long a code waits for its page, milliseconds. */
const LIFETIME_MS = 5 * 60_000;
/** Codes that may wait at one time; the oldest goes first. */
const WAITING_MAX = 16;

/** Codes that turn into one session each. Every start and every second start of the program issues one. */
export class OneTimeCodes {
  readonly #nowMs: () => number;
  #waiting: Array<{ readonly digest: Buffer; readonly expiresAtMs: number }> = [];

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  issue(): string {
    const code = newSecret();
    this.#waiting = [...this.#waiting, { digest: digestOf(code), expiresAtMs: this.#nowMs() + LIFETIME_MS }].slice(-WAITING_MAX);
    return code;
  }

  /** Whether `code` was issued in the last five minutes and not used; afterwards it is used. */
  redeem(code: string): boolean {
    const nowMs = this.#nowMs();
    this.#waiting = this.#waiting.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
    const found = findByDigest(this.#waiting, code);
    this.#waiting = this.#waiting.filter((each) => each !== found);
    return found !== undefined;
  }
}
